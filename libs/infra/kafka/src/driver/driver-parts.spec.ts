import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { typescriptProgram } from '@analytics/testing';
import fc from 'fast-check';
import { messagesByPartition } from './messages-by-partition';
import { crc32c } from './records/crc32c';

const load = createRequire(__filename);

/** Jest keeps modules of its own, so these are the driver's as it came. */
const driver = {
  messagesByPartition: load('kafkajs/src/producer/groupMessagesPerPartition.js') as typeof messagesByPartition,
  crc32c: load('kafkajs/src/protocol/recordBatch/crc32C/crc32C.js') as typeof crc32c,
};

const messages = fc.array(fc.record({ partition: fc.nat(20), value: fc.string() }), { maxLength: 200 });

describe('parts of the driver that are ours', () => {
  it('group the messages of a request as the driver does', () => {
    fc.assert(
      fc.property(messages, fc.boolean(), (sent, isKnown) => {
        const asked = {
          topic: 'events',
          partitionMetadata: isKnown ? [{}] : [],
          messages: sent,
          partitioner: ({ message }: { message: { partition: number } }) => message.partition,
        };
        expect(messagesByPartition(asked)).toEqual(driver.messagesByPartition(asked));
      }),
    );
  });

  it('find the checksum the driver finds, of any length', () => {
    const ofAny = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
    fc.assert(fc.property(ofAny, (bytes) => expect(crc32c(bytes)).toBe(driver.crc32c(bytes))));
    // From the standard that names the polynomial (RFC 3720, B.4).
    expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
  });

  it('are used in every process that uses the driver', () => {
    const program = path.join(__dirname, '../fixtures/loaded-driver.fixture.ts');
    const said = execFileSync(process.execPath, typescriptProgram(program), { encoding: 'utf8' });
    expect(said).toBe('4 of 4 parts are ours\n');
  });
});

import { Module } from 'node:module';
import { messagesByPartition } from './messages-by-partition';
import { crc32c } from './records/crc32c';
import { decodeRecord } from './records/decode-record';
import { encodeRecord } from './records/encode-record';

/** Where the driver has each of the parts that are ours. */
export const EXCHANGED_PARTS: Readonly<Record<string, unknown>> = {
  'kafkajs/src/producer/groupMessagesPerPartition.js': messagesByPartition,
  'kafkajs/src/protocol/recordBatch/crc32C/crc32C.js': crc32c,
  'kafkajs/src/protocol/recordBatch/record/v0/index.js': encodeRecord,
  'kafkajs/src/protocol/recordBatch/record/v0/decoder.js': decodeRecord,
};

/**
 * Puts parts of ours in the place of the driver's that cost most, as it has no setting for them. The driver loads its own when
 * it is loaded or with its first request, so this is done before; a driver that already has them keeps them, and only costs
 * more.
 */
export function exchangeDriverParts(): void {
  for (const [part, ours] of Object.entries(EXCHANGED_PARTS)) {
    const file = require.resolve(part);
    require.cache[file] = Object.assign(new Module(file), { filename: file, loaded: true, exports: ours });
  }
}

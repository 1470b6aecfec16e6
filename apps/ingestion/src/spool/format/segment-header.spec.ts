import { randomBytes } from 'node:crypto';
import { HEADER_BYTES, newHeader, readHeader } from './segment-header';

describe('the header of a segment', () => {
  const [master, former] = [randomBytes(32), randomBytes(32)];

  it('gives the segment key to who has one of the master keys', () => {
    const { header, bytes } = newHeader(former, 7n, 1_700_000_000_000);
    expect(bytes).toHaveLength(HEADER_BYTES);
    expect(readHeader(bytes, [master, former])).toEqual(header);
    expect(readHeader(bytes, [master])).toBe('unknown key');
    expect(bytes.includes(header.key)).toBe(false);
  });

  it('gives every segment a key of its own', () => {
    const keys = [1, 2, 3].map(() => newHeader(master, 1n, 0).header.key.toString('hex'));
    expect(new Set(keys).size).toBe(3);
  });

  it('is damaged when any byte of it changed, and torn when it was never whole', () => {
    const { bytes } = newHeader(master, 7n, 1_700_000_000_000);
    for (let at = 0; at < HEADER_BYTES; at++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(['damaged', 'unknown key']).toContain(readHeader(changed, [master]));
      expect(readHeader(bytes.subarray(0, at), [master])).toBe('torn');
    }
    expect(readHeader(Buffer.alloc(HEADER_BYTES), [master])).toBe('torn');
  });
});

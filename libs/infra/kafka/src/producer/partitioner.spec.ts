import { murmur2 } from './murmur2';
import { Partitioner } from './partitioner';

describe('the partitioner', () => {
  // Vectors of Apache Kafka's UtilsTest.testMurmur2.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %s as Kafka does', (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });

  it.each([
    ['ff8000fec3', 329906331],
    ['ff8000fec39de1', 1055606261],
    [Buffer.from('игрок-7').toString('hex'), 1388983664],
  ])('hashes the bytes %s, above 127 too, as the driver does', (hex, hash) => {
    expect(murmur2(Buffer.from(hex, 'hex'))).toBe(hash);
  });

  it('gives a key the same partition every time, within the topic', () => {
    const partitioner = new Partitioner();
    const keys = Array.from({ length: 500 }, (_, i) => Buffer.from(`player-${i}`));
    const first = keys.map((key) => partitioner.choose('t', key, 6));
    const second = keys.map((key) => partitioner.choose('t', key, 6));
    expect(second).toEqual(first);
    expect(new Set(first)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
  });

  it('spreads records without a key evenly, topic by topic', () => {
    const partitioner = new Partitioner();
    const chosen = Array.from({ length: 6 }, () => partitioner.choose('t', null, 3));
    expect(chosen).toEqual([0, 1, 2, 0, 1, 2]);
    expect(partitioner.choose('other', null, 3)).toBe(0);
  });
});

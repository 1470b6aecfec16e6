const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/** The hash of Kafka's own clients, so that a key meets the same partition whoever writes it. */
export function murmur2(data: Uint8Array): number {
  const length = data.length;
  const blocks = length >> 2;
  let h = SEED ^ length;
  for (let block = 0; block < blocks; block++) {
    const i = block << 2;
    let k = data[i]! | (data[i + 1]! << 8) | (data[i + 2]! << 16) | (data[i + 3]! << 24);
    k = Math.imul(k, M);
    k = Math.imul(k ^ (k >>> 24), M);
    h = Math.imul(h, M) ^ k;
  }
  const tail = blocks << 2;
  if (length > tail) {
    for (let i = length - 1; i > tail; i--) h ^= data[i]! << (8 * (i - tail));
    h = Math.imul(h ^ data[tail]!, M);
  }
  h = Math.imul(h ^ (h >>> 13), M);
  return h ^ (h >>> 15);
}

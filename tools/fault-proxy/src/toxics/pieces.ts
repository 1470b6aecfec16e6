const LONGEST_STEP_MS = 50;

/** What a slicer makes of a piece of data: the same bytes in smaller pieces. */
export function sliced(data: Buffer, averageSize: number, sizeVariation: number, random: () => number): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < data.length;) {
    const size = Math.max(1, Math.round(averageSize + (2 * random() - 1) * sizeVariation));
    pieces.push(data.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

/** Pieces small enough that a slow line is felt as slow, and not as long pauses. */
export function atRate(data: Buffer, kilobytesPerSecond: number): { piece: Buffer; waitMs: number }[] {
  // 1 KB a second is 1 byte a millisecond.
  const size = Math.max(1, Math.ceil(kilobytesPerSecond * LONGEST_STEP_MS));
  return sliced(data, size, 0, () => 0).map((piece) => ({ piece, waitMs: piece.length / kilobytesPerSecond }));
}

/** The same bytes but for one, when it lies in this piece. */
export function corrupted(data: Buffer, index: number): Buffer {
  if (index < 0 || index >= data.length) return data;
  const copy = Buffer.from(data);
  copy[index] = copy[index]! ^ 0xff;
  return copy;
}

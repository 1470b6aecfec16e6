import type { MartInput, MartSource } from '@analytics/domain';

/** What a rebuild found of each source's facts. */
export type FactsRead = ReadonlyMap<MartSource, readonly MartInput[]>;

/** Whether all that was there then is there now, fact by fact. */
export function isStill(known: FactsRead, now: FactsRead): boolean {
  return [...known].every(([source, then]) =>
    then.every(({ topic, part, input_rows: rows, input_xor: xor }) => {
      const found = now.get(source)!.find((each) => each.topic === topic && each.part === part);
      return found?.known_rows === rows && found.known_xor === xor;
    }),
  );
}

/** As a certificate names them. */
export function certified(read: FactsRead) {
  let [rows, xor] = [0n, 0n];
  const offsets: string[] = [];
  for (const each of [...read.values()].flat()) {
    rows += BigInt(each.input_rows);
    xor ^= BigInt(each.input_xor);
    offsets.push(`${each.facts}:${each.topic}:${each.part}:${each.last_offset}`);
  }
  return { input_rows: rows, input_xor: xor, input_offsets: offsets };
}

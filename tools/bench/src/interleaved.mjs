/** The value in the middle: one disturbed round does not move it. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const ownCpu = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/**
 * Runs the sides in turns, so that whatever else the machine does meets both alike: a round to warm up, then `rounds` that
 * count, each beginning with another side. Answers the medians per event.
 */
export async function interleaved(sides, { events, rounds = 7, warmUp = 2, cpu = {} }) {
  const names = Object.keys(sides);
  const seen = Object.fromEntries(names.map((name) => [name, { cpu: [], bytes: [] }]));
  for (let round = -warmUp; round < rounds; round += 1) {
    const order = round % 2 === 0 ? names : [...names].reverse();
    for (const name of order) {
      const used = cpu[name] ?? ownCpu;
      const before = await used();
      const bytes = await sides[name](round);
      const spent = (await used()) - before;
      if (round < 0) continue;
      const each = typeof events === 'number' ? events : events[name];
      seen[name].cpu.push(spent / each);
      if (typeof bytes === 'number') seen[name].bytes.push(bytes / each);
    }
  }
  return Object.fromEntries(
    names.map((name) => [name, { cpu: median(seen[name].cpu), bytes: median(seen[name].bytes) }]),
  );
}

const seconds = (ms) => (typeof ms === 'number' ? `${(ms / 1_000).toFixed(2)} s` : 'not known');
const spans = (byName) =>
  Object.entries(byName)
    .map(([name, { first, last, most }]) => `${name} ${first} → ${last} (most ${most})`)
    .join(', ');

/** A soak in words: what was done, what was seen, and the verdict with its reasons at the end. */
export function soakReport({ verdict, found, minutes, rate, faults, ...seen }) {
  const { acknowledged, exact, delay_ms: delay, memory_mb: memory, handles, threads, lag } = seen;
  return [
    `${minutes} minutes at ${rate} events/s, faults: ${faults.map(({ id }) => id).join(' ') || 'none'}`,
    `${acknowledged ?? 'no'} events acknowledged, stored ${exact ?? 'nobody knows how'}; delay p50/p95/p99 ${[delay?.p50, delay?.p95, delay?.p99].map(seconds).join(' / ')}`,
    `memory in MB: ${spans(memory)}`,
    `handles: ${spans(handles)}`,
    `threads: ${spans(threads)}`,
    `lag in records: at most ${lag.most}, in the end ${lag.last ?? 'not known'}`,
    ...found.map((text) => `! ${text}`),
    verdict.toUpperCase(),
  ].join('\n');
}

import { quantile } from '../watching/probes.mjs';

const ON_TERMINAL_MS = 1_000;
const OTHERWISE_MS = 5_000;

const count = (number) => Math.round(number).toLocaleString('en').replaceAll(',', ' ');
const delay = (ms) => (ms === undefined ? '–' : `${(ms / 1_000).toFixed(2)} s`);

/** What a run looks like now: one line, drawn anew on a terminal. */
export function lineOf({ seconds, senders, stored, probes }) {
  const { sent, tally, rejected, known, again, waitedMs } = senders;
  const delays = [0.5, 0.95, 0.99].map((share) => delay(quantile(probes.delaysMs, share))).join(' / ');
  return [
    `${seconds.toFixed(0)} s`,
    `sent ${count(sent)}`,
    `acknowledged ${count(tally.total)} (${count(tally.total / Math.max(seconds, 0.001))}/s)`,
    `rejected ${count(rejected)}`,
    `duplicates known ${count(known)}`,
    ...(again > 0 ? [`sent again ${count(again)}`] : []),
    ...(waitedMs > 0 ? [`asked to wait ${(waitedMs / 1_000).toFixed(0)} s`] : []),
    ...(stored === undefined ? [] : [`stored ${count(stored)}`]),
    `delay p50/p95/p99 ${delays}`,
  ].join(' · ');
}

/** Processor time and memory of each process of the stack. */
export function stagesTable(stages, events, seconds) {
  const rows = stages.map(({ name, cpuSeconds, memoryMb }) => [
    name,
    `${cpuSeconds.toFixed(1)} s`,
    `${((100 * cpuSeconds) / Math.max(seconds, 0.001)).toFixed(0)} %`,
    `${((cpuSeconds * 1e6) / Math.max(events, 1)).toFixed(1)} µs`,
    `${memoryMb.first} → ${memoryMb.last} MB (most ${memoryMb.most})`,
  ]);
  const head = ['process', 'CPU', 'of a core', 'per event', 'memory'];
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at].length)));
  return [head, ...rows].map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at]))
      .join('  ')
      .trimEnd(),
  );
}

/** Calls `look` and writes its lines, in place on a terminal, now and then elsewhere. */
export function liveTable(out, look) {
  let drawn = 0;
  const draw = () => {
    const lines = look(out.isTTY === true);
    if (out.isTTY) out.write(`\u001b[${drawn}A\u001b[0J`.replace('\u001b[0A', ''));
    out.write(`${lines.join('\n')}\n`);
    drawn = lines.length;
  };
  const timer = setInterval(draw, out.isTTY ? ON_TERMINAL_MS : OTHERWISE_MS);
  return () => {
    clearInterval(timer);
    draw();
  };
}

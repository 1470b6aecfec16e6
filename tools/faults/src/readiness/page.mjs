import { REQUIREMENTS } from './requirements.mjs';

const TOTAL_ROWS = 51;
const REASON_LENGTH = 400;
const UNKNOWN = 'not written down';
const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head, lines) =>
  [head, head.map(() => '---'), ...lines].map((line) => `| ${line.map(cell).join(' | ')} |`).join('\n');
const day = (date) => `${date.slice(0, 16).replace('T', ' ')} UTC`;

/** The report: what was promised beside what was measured, and in the end what nobody has measured. */
export function readinessPage(results, productFilesSince) {
  const judged = REQUIREMENTS.map((one) => ({ ...one, result: one.find(results) }));
  const measured = judged.filter(({ result }) => result !== undefined);
  const without = judged.filter(({ result }) => result === undefined);
  return `# Readiness

Made by \`npm run readiness\` from the results that the verbs of this repository left in \`.local/results\`. Nobody writes here by hand; what was not
measured stands at the end, and a goal that was missed is said to be missed.

## Of which commits

${commitsOf(results, productFilesSince)}

## Promised and measured

${table(
  ['requirement', 'goal', 'measured', 'verdict', 'command', 'when', 'commit', 'machine'],
  measured.map(({ requirement, goal = '', command, result }) => [
    requirement,
    goal,
    result.figure,
    result.holds ? 'holds' : 'MISSED',
    `\`${command}\``,
    day(result.date),
    result.commit ?? UNKNOWN,
    result.machine ?? UNKNOWN,
  ]),
)}

## Faults, row by row

${faultRows(results.faults)}

## Ratios

${benchRows(results.bench)}

## Not measured

${[...without.map(({ requirement }) => `- ${requirement}`), ...notRun(results.faults), ...scaled(results.faults)].join('\n')}
`;
}

/** What was measured of another commit is true of this one as far as the product is the same. */
function commitsOf({ faults, ...others }, productFilesSince) {
  const counts = new Map();
  for (const { commit = UNKNOWN } of [...faults, ...Object.values(others).flat()]) {
    counts.set(commit, (counts.get(commit) ?? 0) + 1);
  }
  if (counts.size === 0) return 'Nothing was measured.';
  return table(
    ['commit', 'results', 'files of the product that changed since (without specs, benches and documents)'],
    [...counts].map(([commit, count]) => [commit, count, productFilesSince(commit) ?? UNKNOWN]),
  );
}

const inOrder = (rows) =>
  rows.map(({ body, date, commit }) => ({ ...body, date, commit })).sort((a, b) => numberOf(a.id) - numberOf(b.id));
const numberOf = (id) => Number(id.slice(1));

function faultRows(rows) {
  if (rows.length === 0) return 'No row was run.';
  return table(
    ['row', 'fault', 'verdict', 'right again after', 'when', 'commit', 'why not green'],
    inOrder(rows).map(({ id, title, verdict, recoveredMs, date, commit = UNKNOWN, found = [] }) => [
      id,
      title,
      verdict,
      recoveredMs === undefined ? '' : `${(recoveredMs / 1_000).toFixed(1)} s`,
      day(date),
      commit,
      found.join('; ').replaceAll(/\s+/g, ' ').slice(0, REASON_LENGTH),
    ]),
  );
}

/** Of each row the last time it was measured. */
function benchRows(runs) {
  const last = new Map();
  for (const { body, date, commit = UNKNOWN } of [...runs].sort((a, b) => a.date.localeCompare(b.date))) {
    for (const row of body.rows ?? []) last.set(row.id, { ...row, date, commit });
  }
  if (last.size === 0) return 'No ratio was measured: `npm run bench`.';
  return table(
    ['row', 'measured', 'goal', 'verdict', 'when', 'commit'],
    [...last.values()].map(({ id, value, goal, holds, date, commit }) => [
      id,
      value.join(', '),
      goal.join(', '),
      holds ? 'holds' : 'MISSED',
      day(date),
      commit,
    ]),
  );
}

function notRun(rows) {
  const known = new Set(rows.map(({ body }) => body.id));
  const never = Array.from({ length: TOTAL_ROWS }, (_, at) => `F${at + 1}`).filter((id) => !known.has(id));
  return [
    ...inOrder(rows)
      .filter(({ verdict }) => verdict === 'not run')
      .map(({ id, title, found }) => `- ${id}, ${title}: ${found.join('; ')}`),
    ...(never.length > 0 ? [`- rows never run here: ${never.join(', ')}`] : []),
  ];
}

const scaled = (rows) =>
  inOrder(rows)
    .filter(({ scaled: how, verdict }) => how !== undefined && verdict !== 'not run')
    .map(({ id, scaled: how }) => `- ${id} in full: ${how}`);

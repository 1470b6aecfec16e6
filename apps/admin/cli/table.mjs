const WIDEST = 80;

/** Control characters of what senders wrote must not reach a terminal. */
const plain = (value) => {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
};
const cut = (text) => (text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text);

/** Rows as columns for people; the first column is never cut, it is what the next command is given. */
export function table(rows, columns) {
  if (rows.length === 0) return 'none';
  const lines = [
    columns,
    ...rows.map((row) => columns.map((column, index) => (index === 0 ? plain(row[column]) : cut(plain(row[column]))))),
  ];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index].length)));
  return lines
    .map((line) =>
      line
        .map((cell, index) => cell.padEnd(widths[index]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** One thing, a member a line. */
export const card = (thing) =>
  Object.entries(thing)
    .map(([name, value]) => `${name}: ${plain(value)}`)
    .join('\n');

import type { Statement } from '../../sql/statement';

const TABLE = /\b(?:FROM|JOIN)\s+([a-z]\w*)/g;

/** The tables that statements read. Their texts are ours, and what came from a caller is never in them. */
export function sourcesOf(statements: readonly Pick<Statement<unknown>, 'text'>[]): readonly string[] {
  const names = statements.flatMap(({ text }) => [...text.matchAll(TABLE)].map(([, name]) => name!));
  return [...new Set(names)].sort();
}

import type { StackStores } from '../../stack/stack-state';
import { differenceOf, type TableCheck, type TableDifference } from './table-check';

const TIMEOUT_MS = 120_000;

/** Which tables of a warehouse are not as they must be, with a few of the rows that are off. */
export async function tableDifferences(
  server: Omit<StackStores['clickhouse'], 'pid'>,
  checks: readonly TableCheck[],
): Promise<TableDifference[]> {
  const differences: TableDifference[] = [];
  for (const check of checks) {
    const difference = differenceOf(check, await rowsIn(server, check));
    if (difference !== undefined) differences.push(difference);
  }
  return differences;
}

async function rowsIn(
  { url, username, password, database }: Omit<StackStores['clickhouse'], 'pid'>,
  { name, query }: TableCheck,
): Promise<string[]> {
  const answer = await fetch(`${url}/?database=${database}`, {
    method: 'POST',
    body: `${query} FORMAT TabSeparatedRaw`,
    headers: { 'X-ClickHouse-User': username, 'X-ClickHouse-Key': password },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${name} could not be read: ${text.slice(0, 500)}`);
  return text.split('\n').slice(0, -1);
}

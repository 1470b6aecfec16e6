import type { Stack } from './stack';

/** Asks the stores themselves, past the product: rows of a query to the warehouse's engine. */
export async function rowsOf<Row>(stack: Stack, query: string): Promise<Row[]> {
  return (JSON.parse(await toldWarehouse(stack, query)) as { readonly data: Row[] }).data;
}

/** What the engine answers to any statement, as it is. */
export async function toldWarehouse(stack: Stack, query: string): Promise<string> {
  const { url, database, username, password } = stack.state.stores.clickhouse;
  const response = await fetch(`${url}/?${new URLSearchParams({ database, default_format: 'JSON' })}`, {
    method: 'POST',
    headers: { 'x-clickhouse-user': username, 'x-clickhouse-key': password },
    body: query,
    signal: AbortSignal.timeout(120_000),
  });
  if (!response.ok) throw new Error(`the warehouse answered ${response.status}: ${await response.text()}`);
  return response.text();
}

/** Objects of the lake's bucket as a table function. */
export function lakeObjects(stack: Stack, keys: string, format: 'Parquet' | 'RawBLOB'): string {
  const { endpoint, lakeBucket, accessKeyId, secretAccessKey } = stack.state.stores.s3;
  return `s3('${endpoint}/${lakeBucket}/${keys}', '${accessKeyId}', '${secretAccessKey}', '${format}')`;
}

import type { ImportClaim } from '@analytics/infra-postgres';
import type { ImportsConfig } from '../imports.config';
import { csvRows } from '../rows/csv-rows';
import type { ImportRows } from '../rows/import-row';
import { mappingOf } from '../rows/mapping';
import { ndjsonRows } from '../rows/ndjson-rows';
import { parquetRows } from '../rows/parquet-rows';
import type { ReadingOptions } from '../upload/import-request';
import type { ImportFiles } from './import-files';

/** The rows of an import's file that are not settled yet. */
export async function importRows(claim: ImportClaim, files: ImportFiles, config: ImportsConfig): Promise<ImportRows> {
  const { gzip, charset, mapping } = claim.options as unknown as ReadingOptions;
  const { id, contentBytes, contentHash, processed: after } = claim;
  const lines = { contentBytes, after };
  if (claim.format === 'ndjson') return ndjsonRows(await files.content(id, gzip), lines);
  const table = { ...lines, mapping: mappingOf(mapping), contentHash, maxColumns: config.columns };
  if (claim.format === 'csv') return csvRows(await files.content(id, gzip), charset, table);
  return files.onDisk(id, gzip, (file) => parquetRows(file, config.memoryBytes, table));
}

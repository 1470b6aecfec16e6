import type { IncomingHttpHeaders } from 'node:http';
import { TextDecoder } from 'node:util';
import type { ImportFormat } from '@analytics/infra-postgres';
import { QueryParameterWrong, requestKeyOf } from '@analytics/service-kit';
import { BodyUnsupported } from '../../collect/collect-errors';
import { mappingOf } from '../rows/mapping';

export const IMPORTS_PATH = '/api/v1/analytics/imports';

export const IMPORT_MEDIA_TYPES: Readonly<Record<string, ImportFormat>> = {
  'application/x-ndjson': 'ndjson',
  'text/csv': 'csv',
  'application/vnd.apache.parquet': 'parquet',
};

/** How a file is read, as its sender says it. */
export interface ReadingOptions {
  readonly gzip: boolean;
  readonly charset: string;
  /** As it was sent; a file of events has none. */
  readonly mapping?: string;
}

export interface ImportRequest {
  readonly format: ImportFormat;
  readonly options: ReadingOptions;
  readonly idempotencyKey?: string;
}

const CHARSET = /;\s*charset\s*=\s*"?([^";\s]{1,40})"?/i;

/** What can be refused before a byte of the file is read. */
export function importRequestOf(headers: IncomingHttpHeaders, mapping: string | undefined): ImportRequest {
  const [mediaType = ''] = (headers['content-type'] ?? '').split(';');
  const format = IMPORT_MEDIA_TYPES[mediaType.trim().toLowerCase()];
  if (format === undefined) throw new BodyUnsupported(`send ${Object.keys(IMPORT_MEDIA_TYPES).join(', or ')}`);
  if (mapping !== undefined && format === 'ndjson') {
    throw new QueryParameterWrong('mapping', 'lines of events need no mapping: leave it out');
  }
  mappingOf(mapping);
  const options = {
    gzip: isGzip(headers),
    charset: charsetOf(headers, format),
    ...(mapping !== undefined && { mapping }),
  };
  const key = requestKeyOf(headers['idempotency-key']);
  return { format, options, ...(key !== undefined && { idempotencyKey: key }) };
}

function isGzip(headers: IncomingHttpHeaders): boolean {
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity') return false;
  if (encoding === 'gzip' || encoding === 'x-gzip') return true;
  throw new BodyUnsupported('send the file plain, or compressed once with gzip');
}

function charsetOf(headers: IncomingHttpHeaders, format: ImportFormat): string {
  const label = CHARSET.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  const charset = knownCharset(label);
  if (charset === undefined) throw new BodyUnsupported('the charset is not known');
  if (format !== 'csv' && charset !== 'utf-8') {
    throw new BodyUnsupported('only CSV may have another charset than UTF-8');
  }
  return charset;
}

function knownCharset(label: string): string | undefined {
  try {
    return new TextDecoder(label.toLowerCase() === 'us-ascii' ? 'utf-8' : label).encoding;
  } catch {
    return undefined;
  }
}

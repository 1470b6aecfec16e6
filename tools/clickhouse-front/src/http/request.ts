import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { EngineError } from '../engine/engine-error';
import { inspect, refuseSecondStatement, type Statement } from '../statements/statement';
import { bodyOf, type BodyLimits } from './body';

/** What a request asks of the engine, whatever way it was put. */
export interface QueryRequest {
  readonly queryId: string;
  readonly database: string | undefined;
  readonly defaultFormat: string;
  readonly settings: ReadonlyMap<string, string>;
  readonly parameters: ReadonlyMap<string, string>;
  readonly session: { readonly id: string | undefined; readonly timeoutMs: number; readonly check: boolean };
  readonly waitEndOfQuery: boolean;
  readonly statement: Statement;
  /** The statement as sent, without the data that follows it. */
  readonly text: string;
  /** Rows of an INSERT. */
  readonly data: AsyncIterable<Buffer>;
}

/** Keys of the URL that speak to the HTTP interface; every other key is a setting of the query. */
const OURS = new Set(
  'query,database,default_format,query_id,session_id,session_timeout,session_check,user,password,quota_key,wait_end_of_query,buffer_size,compress,decompress,enable_http_compression,http_zlib_compression_level,send_progress_in_http_headers,http_headers_progress_interval_ms,cancel_http_readonly_queries_on_client_close,role,client_protocol_version'.split(
    ',',
  ),
);
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const MAX_SESSION_SECONDS = 3600;

export interface RequestLimits extends BodyLimits {
  readonly maxStatementBytes: number;
}

export async function readQuery(
  request: IncomingMessage,
  url: URLSearchParams,
  limits: RequestLimits,
): Promise<QueryRequest> {
  refuseForeign(url);
  const form = isForm(request.headers) ? await readForm(request, limits) : undefined;
  const fields = form ?? new Map<string, string>();
  const written = [url.get('query'), fields.get('query')].filter(
    (text) => text !== null && text !== undefined && text !== '',
  );
  const body = form === undefined ? bodyOf(request, limits) : emptyBody();
  const { statement, text, data } = await readStatement(Buffer.from(written.join('\n')), body, limits);
  if (request.method === 'GET' && statement.kind !== 'select' && statement.kind !== 'read') {
    throw EngineError.of(
      'READONLY',
      'Cannot execute query in readonly mode: use POST for statements that change something.',
    );
  }
  return { ...readControls(request.headers, url, fields), statement, text, data };
}

function readControls(headers: IncomingHttpHeaders, url: URLSearchParams, fields: ReadonlyMap<string, string>) {
  const settings = new Map<string, string>();
  const parameters = new Map<string, string>();
  for (const [key, value] of [...url, ...fields]) {
    if (OURS.has(key)) continue;
    if (!NAME.test(key)) {
      throw EngineError.of('BAD_ARGUMENTS', 'A key of the URL is no name of a setting or parameter.');
    }
    if (key.startsWith('param_')) parameters.set(key, value);
    else settings.set(key, value);
  }
  const seconds = Math.min(Number(url.get('session_timeout') ?? 60), MAX_SESSION_SECONDS);
  if (!(seconds > 0)) throw EngineError.of('BAD_ARGUMENTS', 'session_timeout must be a positive number of seconds.');
  return {
    queryId: url.get('query_id') || randomUUID(),
    database: url.get('database') || one(headers['x-clickhouse-database']),
    defaultFormat: url.get('default_format') || one(headers['x-clickhouse-format']) || 'TabSeparated',
    settings,
    parameters,
    session: {
      id: url.get('session_id') || undefined,
      timeoutMs: seconds * 1000,
      check: url.get('session_check') === '1',
    },
    waitEndOfQuery: url.get('wait_end_of_query') === '1',
  };
}

const one = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header);

function refuseForeign(url: URLSearchParams): void {
  if (url.get('compress') === '1' || url.get('decompress') === '1') {
    throw EngineError.of('NOT_IMPLEMENTED', "ClickHouse's native compression is not supported here: use gzip.");
  }
  const role = url.get('role');
  if (role !== null) throw EngineError.of('UNKNOWN_ROLE', 'There are no roles here.');
}

const isForm = (headers: IncomingHttpHeaders): boolean =>
  headers['content-type']?.startsWith('multipart/form-data') === true;

/** Parameters too long for a URL come as a form. */
async function readForm(request: IncomingMessage, limits: RequestLimits): Promise<Map<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of bodyOf(request, { ...limits, maxBodyBytes: limits.maxStatementBytes * 16 })) {
    chunks.push(chunk);
  }
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  try {
    const form = await new Response(Buffer.concat(chunks), { headers }).formData();
    return new Map([...form].flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])));
  } catch {
    throw EngineError.of('BAD_ARGUMENTS', 'The body is no multipart form.');
  }
}

/** The statement may stand in the URL, in the body, or begin in one and go on in the other; data follows only an INSERT. */
async function readStatement(fromUrl: Buffer, body: AsyncGenerator<Buffer>, limits: RequestLimits) {
  let head = fromUrl;
  let ended = false;
  if (!bringsData(fromUrl)) {
    const pieces = fromUrl.length > 0 ? [fromUrl, Buffer.from('\n')] : [];
    let length = fromUrl.length;
    while (!ended && length <= limits.maxStatementBytes) {
      const next = await body.next();
      if (next.done === true) ended = true;
      else length += pieces[pieces.push(next.value) - 1]?.length ?? 0;
    }
    head = Buffer.concat(pieces);
  }
  if (!/\S/.test(head.toString('latin1'))) throw EngineError.of('SYNTAX_ERROR', 'Empty query.');
  const statement = inspect(head);
  if (statement.kind !== 'insert') {
    if (!ended) {
      await body.return(undefined);
      throw EngineError.of('SYNTAX_ERROR', `Max query size exceeded (${limits.maxStatementBytes} bytes).`);
    }
    return { statement, text: head.toString('utf8'), data: emptyBody() };
  }
  if ((ended || head === fromUrl) && statement.format === 'Values') refuseSecondStatement(head);
  const text = head.subarray(0, statement.dataAt).toString('utf8');
  return { statement, text, data: joined(head.subarray(statement.dataAt), body) };
}

function bringsData(fromUrl: Buffer): boolean {
  return fromUrl.length > 0 && inspect(fromUrl).kind === 'insert';
}

async function* joined(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  yield* rest;
}

async function* emptyBody(): AsyncGenerator<Buffer> {
  // No rows, no bytes.
}

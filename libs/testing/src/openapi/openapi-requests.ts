import type { SeededRandom } from '../builders/random';
import { hostileText, valueFor } from './hostile-values';
import type { ApiDocument, ApiOperation } from './openapi-document';

/** A request to one operation of a document, and which one it is. */
export interface ApiRequest {
  readonly operation: ApiOperation;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const NOT_IN_HEADERS = /[^\x20-\x7e]/g;
/** An address cannot hold halves of characters. */
const whole = (text: string): string => Buffer.from(text).toString();
const textOf = (value: unknown): string => whole(typeof value === 'string' ? value : JSON.stringify(value));

/** Any request the document describes, more or less as it describes it. */
export function randomRequest(document: ApiDocument, random: SeededRandom): ApiRequest {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const { path, method, operation } = random.pick(operations);
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  let address = path;
  for (const { name, in: place, required = false, schema = {}, example } of operation.parameters ?? []) {
    if (!required && random.chance(0.6)) continue;
    const text = textOf(example !== undefined && random.chance(0.5) ? example : valueFor(document, schema, random));
    if (place === 'path') address = address.replace(`{${name}}`, encodeURIComponent(text === '' ? '-' : text));
    else if (place === 'query') query.append(name, text);
    else headers[name] = text.replace(NOT_IN_HEADERS, '');
  }
  if (random.chance(0.03)) query.append(random.pick(['unknown', '__proto__']), hostileText(random));
  const body = bodyOf(document, operation, random);
  return {
    operation,
    method: method.toUpperCase(),
    path: query.size === 0 ? address : `${address}?${query}`,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body }),
  };
}

function bodyOf(document: ApiDocument, { requestBody }: ApiOperation, random: SeededRandom): string | undefined {
  const schema = requestBody?.content['application/json']?.schema;
  if (schema === undefined || random.chance(0.03)) return undefined;
  if (random.chance(0.05)) return random.pick(['', '{', '[1,', '"', `${'['.repeat(4_000)}${']'.repeat(4_000)}`]);
  return JSON.stringify(valueFor(document, schema, random));
}

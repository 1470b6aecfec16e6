import type { IncomingHttpHeaders } from 'node:http';

const MARKS = ['ce-specversion', 'ce-id', 'ce-source', 'ce-type'];
const PREFIX = 'ce-';
/** Set by the body and its content type, never by a header. */
const NOT_ATTRIBUTES = ['data', 'data_base64', 'datacontenttype'];

/** Attributes in headers, data in the body. What calls itself a structured event is one, whatever its headers say. */
export const isBinaryMode = (headers: IncomingHttpHeaders): boolean =>
  MARKS.some((mark) => headers[mark] !== undefined) &&
  !/^\s*application\/cloudevents/i.test(headers['content-type'] ?? '');

export function attributesOf(headers: IncomingHttpHeaders): Record<string, string> {
  const attributes: [string, string][] = Object.entries(headers)
    .filter(([name]) => name.startsWith(PREFIX) && !NOT_ATTRIBUTES.includes(name.slice(PREFIX.length)))
    .map(([name, value]) => [name.slice(PREFIX.length), decoded(String(value))]);
  // From entries, so that no name can reach the prototype.
  return Object.fromEntries([...attributes, ['datacontenttype', 'application/json']]);
}

/** Section 3.1.3.2 of the HTTP binding: quotes and their backslashes go, then percent-encoded UTF-8 is decoded. */
function decoded(header: string): string {
  const text = /^".*"$/s.test(header) ? header.slice(1, -1).replace(/\\(.)/gs, '$1') : header;
  if (!text.includes('%')) return text;
  try {
    // A percent sign that encodes nothing is itself.
    return decodeURIComponent(text.replace(/%(?![\da-f]{2})/gi, '%25'));
  } catch {
    // Not UTF-8: told from a wrong text by a character that no text has, and refused for it.
    return '\ud800';
  }
}

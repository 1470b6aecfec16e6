import { COLLECTED_HEADERS, COLLECTED_TOPIC, REASON_CODES } from '@analytics/contracts';
import type { Refusal } from '@analytics/domain';
import type { Outgoing } from '@analytics/infra-kafka';

export { COLLECTED_HEADERS };

export interface CollectedFacts {
  readonly receivedAt: Date;
  readonly writeKeyId: string;
  readonly fingerprint?: string | undefined;
  readonly importId?: string | undefined;
  readonly refusal?: Refusal | undefined;
  readonly from?: { readonly address: string; readonly userAgent: string } | undefined;
}

/** A person's events share a partition, so their order is kept; an event of nobody goes by its own identity. */
export function collectedRecord(
  event: Readonly<Record<string, unknown>>,
  value: string,
  facts: CollectedFacts,
): Outgoing {
  const headers: Record<string, string> = {
    [COLLECTED_HEADERS.receivedAt]: isoOf(facts.receivedAt),
    [COLLECTED_HEADERS.writeKey]: facts.writeKeyId,
  };
  const { fingerprint, importId, refusal, from } = facts;
  if (fingerprint !== undefined) headers[COLLECTED_HEADERS.fingerprint] = fingerprint;
  if (importId !== undefined) headers[COLLECTED_HEADERS.importId] = importId;
  if (refusal !== undefined) tellRefusal(refusal, headers);
  if (from !== undefined) {
    headers[COLLECTED_HEADERS.clientAddress] = from.address;
    headers[COLLECTED_HEADERS.clientUserAgent] = encodeURIComponent(wellFormed(from.userAgent));
  }
  return { topic: COLLECTED_TOPIC, key: keyOf(event), value, headers };
}

function tellRefusal(refusal: Refusal, headers: Record<string, string>): void {
  const { code, pointer = '', detail, keyword, schemaId, schemaVersion } = refusal;
  headers[COLLECTED_HEADERS.refusedCode] = code;
  headers[COLLECTED_HEADERS.refusedPointer] = encodeURI(wellFormed(pointer));
  headers[COLLECTED_HEADERS.refusedDetail] = detail;
  if (keyword !== undefined) headers[COLLECTED_HEADERS.refusedKeyword] = keyword;
  if (schemaId !== undefined) headers[COLLECTED_HEADERS.refusedSchemaId] = encodeURI(schemaId);
  if (schemaVersion !== undefined) headers[COLLECTED_HEADERS.refusedSchemaVersion] = String(schemaVersion);
}

function keyOf(event: Readonly<Record<string, unknown>>): string {
  const data = event['data'] as Readonly<Record<string, unknown>> | null | undefined;
  const user = data?.['userId'];
  if (typeof user === 'string' && user !== '') return user;
  const device = data?.['anonymousId'];
  if (typeof device === 'string' && device !== '') return device;
  return `${String(event['source'])}\n${String(event['id'])}`;
}

/** The events of a body were received together. */
let lastReceived = { ms: Number.NaN, text: '' };
function isoOf(date: Date): string {
  const ms = date.getTime();
  if (lastReceived.ms !== ms) lastReceived = { ms, text: date.toISOString() };
  return lastReceived.text;
}

/** The verdict collect has already told the sender, if it was a refusal. */
export function refusalIn(headers: Readonly<Record<string, string>>): Refusal | undefined {
  const code = REASON_CODES.find((known) => known === headers[COLLECTED_HEADERS.refusedCode]);
  if (code === undefined) return undefined;
  const detail = headers[COLLECTED_HEADERS.refusedDetail] ?? 'was refused when it was collected';
  const pointer = decodeURI(headers[COLLECTED_HEADERS.refusedPointer] ?? '');
  const keyword = headers[COLLECTED_HEADERS.refusedKeyword];
  const schemaId = headers[COLLECTED_HEADERS.refusedSchemaId];
  const version = Number(headers[COLLECTED_HEADERS.refusedSchemaVersion]);
  return {
    ...{ code, detail, pointer },
    ...(keyword !== undefined && { keyword }),
    ...(schemaId !== undefined && { schemaId: decodeURI(schemaId) }),
    ...(Number.isSafeInteger(version) && { schemaVersion: version }),
  };
}

/** A pointer can name a member that is no Unicode text: that is what it points out. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');

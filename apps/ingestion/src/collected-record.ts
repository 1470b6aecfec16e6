import { COLLECTED_HEADERS, COLLECTED_TOPIC, REASON_CODES } from '@analytics/contracts';
import type { Refusal } from '@analytics/domain';
import type { Outgoing } from '@analytics/infra-kafka';

export { COLLECTED_HEADERS };

export interface CollectedFacts {
  readonly receivedAt: Date;
  readonly writeKeyId: string;
  readonly fingerprint?: string;
  readonly importId?: string;
  readonly refusal?: Refusal;
  readonly from?: { readonly address: string; readonly userAgent: string };
}

/** A person's events share a partition, so their order is kept; an event of nobody goes by its own identity. */
export function collectedRecord(
  event: Readonly<Record<string, unknown>>,
  value: string,
  facts: CollectedFacts,
): Outgoing {
  const data = (event['data'] ?? {}) as Readonly<Record<string, unknown>>;
  const person = [data['userId'], data['anonymousId']].find((id) => typeof id === 'string' && id !== '');
  const { receivedAt, writeKeyId, fingerprint, importId, refusal, from } = facts;
  return {
    topic: COLLECTED_TOPIC,
    key: typeof person === 'string' ? person : `${String(event['source'])}\n${String(event['id'])}`,
    value,
    headers: {
      [COLLECTED_HEADERS.receivedAt]: receivedAt.toISOString(),
      [COLLECTED_HEADERS.writeKey]: writeKeyId,
      ...(fingerprint !== undefined && { [COLLECTED_HEADERS.fingerprint]: fingerprint }),
      ...(importId !== undefined && { [COLLECTED_HEADERS.importId]: importId }),
      ...(refusal && {
        [COLLECTED_HEADERS.refusedCode]: refusal.code,
        [COLLECTED_HEADERS.refusedPointer]: encodeURI(wellFormed(refusal.pointer ?? '')),
        [COLLECTED_HEADERS.refusedDetail]: refusal.detail,
      }),
      ...(from && {
        [COLLECTED_HEADERS.clientAddress]: from.address,
        [COLLECTED_HEADERS.clientUserAgent]: encodeURIComponent(wellFormed(from.userAgent)),
      }),
    },
  };
}

/** The verdict collect has already told the sender, if it was a refusal. */
export function refusalIn(headers: Readonly<Record<string, string>>): Refusal | undefined {
  const code = REASON_CODES.find((known) => known === headers[COLLECTED_HEADERS.refusedCode]);
  if (code === undefined) return undefined;
  const detail = headers[COLLECTED_HEADERS.refusedDetail] ?? 'was refused when it was collected';
  return { code, detail, pointer: decodeURI(headers[COLLECTED_HEADERS.refusedPointer] ?? '') };
}

/** A pointer can name a member that is no Unicode text: that is what it points out. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');

import type { ValidatedEvent } from '@analytics/contracts';
import { type Checked, passed, refused, Scrubber, type ScrubReport } from '@analytics/domain';
import type { Surroundings } from '../enrich/surroundings';
import type { Identified } from './identified-event';

export interface Enriched extends Identified {
  readonly surroundings: Surroundings;
}

export interface Clean {
  readonly event: ValidatedEvent;
  readonly report: ScrubReport;
}

/** What goes on: nothing of a person in any text, and no property its schema does not know. */
export function cleanEvent(enriched: Enriched): Checked<Clean> {
  const { event, rule, data, subjects, numbers, schema, surroundings } = enriched;
  const scrubber = new Scrubber(subjects, numbers);
  const scrubbed = scrubber.data(rule, data);
  const id = scrubber.text(event.id);
  const source = scrubber.text(event.source);
  // With a marker in them two identities could become one.
  if (hasMarker(id, event.id)) return refused('PII_DETECTED', 'must not hold an e-mail, phone or card number', '/id');
  if (hasMarker(source, event.source)) {
    return refused('PII_DETECTED', 'must not hold an e-mail, phone or card number', '/source');
  }
  const clean: ValidatedEvent = {
    type: event.type,
    source,
    id,
    schema_version: schema.version,
    occurred_at: enriched.occurredAt.toISOString(),
    sent_at: enriched.sentAt?.toISOString() ?? null,
    received_at: enriched.receivedAt.toISOString(),
    effective_at: enriched.effectiveAt.toISOString(),
    user_no: enriched.userNo,
    device_no: enriched.deviceNo,
    ...surroundings,
    correlation_id: typeof event.correlationid === 'string' ? scrubber.text(event.correlationid) : null,
    fingerprint: enriched.fingerprint,
    import_id: enriched.importId,
    schema_marks: enriched.marks,
    data: scrubbed.data,
  };
  return passed({ event: clean, report: scrubbed.report });
}

const MARKER = /\[(?:email|phone|card)\]/g;
const hasMarker = (clean: string, sent: string): boolean =>
  (clean.match(MARKER)?.length ?? 0) > (sent.match(MARKER)?.length ?? 0);

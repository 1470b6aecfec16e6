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
    occurred_at: isoOf(enriched.occurredAt),
    sent_at: enriched.sentAt === null ? null : isoOf(enriched.sentAt),
    received_at: isoOf(enriched.receivedAt),
    effective_at: isoOf(enriched.effectiveAt),
    user_no: enriched.userNo,
    device_no: enriched.deviceNo,
    country: surroundings.country,
    platform: surroundings.platform,
    device_family: surroundings.device_family,
    os_family: surroundings.os_family,
    browser_family: surroundings.browser_family,
    is_bot: surroundings.is_bot,
    is_staff: surroundings.is_staff,
    correlation_id: typeof event.correlationid === 'string' ? scrubber.text(event.correlationid) : null,
    fingerprint: enriched.fingerprint,
    import_id: enriched.importId,
    schema_marks: enriched.marks,
    data: scrubbed.data,
  };
  return passed({ event: clean, report: scrubbed.report });
}

/** The times of an event are often one, and the events of a batch came together: few are written out. */
const written: { ms: number; text: string }[] = [];
const WRITTEN = 4;

function isoOf(date: Date): string {
  const ms = date.getTime();
  for (const time of written) if (time.ms === ms) return time.text;
  const text = date.toISOString();
  if (written.length === WRITTEN) written.shift();
  written.push({ ms, text });
  return text;
}

const MARKER = /\[(?:email|phone|card)\]/g;
const hasMarker = (clean: string, sent: string): boolean =>
  clean !== sent && (clean.match(MARKER)?.length ?? 0) > (sent.match(MARKER)?.length ?? 0);

import { createHash } from 'node:crypto';
import type { ValidatedEvent } from '@analytics/contracts';

/** What a test says of a validated event: everything it leaves out is plain. */
export type ValidatedOverrides = Partial<ValidatedEvent> &
  Pick<ValidatedEvent, 'type' | 'id' | 'effective_at' | 'data'>;

const TRANSPORT_MS = 1000;

/** An event as ingestion lets it through. The same content always has the same fingerprint. */
export function aValidatedEvent(overrides: ValidatedOverrides): ValidatedEvent {
  const { effective_at, data, type } = overrides;
  const plain = {
    source: `urn:service:${type.split('.')[2] ?? 'test'}`,
    schema_version: 1,
    occurred_at: effective_at,
    sent_at: null,
    received_at: new Date(Date.parse(effective_at) + TRANSPORT_MS).toISOString(),
    user_no: typeof data['userId'] === 'number' ? data['userId'] : null,
    device_no: typeof data['anonymousId'] === 'number' ? data['anonymousId'] : null,
    country: null,
    platform: typeof data['platform'] === 'string' ? data['platform'] : null,
    device_family: null,
    os_family: null,
    browser_family: null,
    is_bot: false,
    is_staff: false,
    correlation_id: null,
    import_id: null,
    schema_marks: [],
  };
  const event = { ...plain, ...overrides };
  const content = [event.type, event.source, event.id, event.occurred_at, event.data];
  const fingerprint = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return { ...event, fingerprint: overrides.fingerprint ?? fingerprint };
}

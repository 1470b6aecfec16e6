import type { EventEnvelope } from '@analytics/contracts';
import { Draw } from '../../plan/draw';
import { brokenFrom, brokenUntil, clientVersionOf } from './client-versions';
import { BAD_CLIENT } from '../../plan/plan';
import type { Life } from './person-story';
import type { DemoEvent, Fault } from '../teller';

type Data = Readonly<Record<string, unknown>>;
interface Break {
  readonly type: string;
  readonly share: number;
  readonly fault: Fault;
  readonly broken: (envelope: EventEnvelope) => EventEnvelope;
}

const withData = (envelope: EventEnvelope, change: Data): EventEnvelope => ({
  ...envelope,
  data: { ...envelope.data, ...change },
});

/** What the bad version does to events: most of it can be mended by a patch. */
const BREAKS: readonly Break[] = [
  {
    ...{ type: 'catalog.game.viewed', share: 0.55, fault: 'SCHEMA_VIOLATION' },
    broken: (envelope) => withData(envelope, { platform: 'windows_11' }),
  },
  {
    ...{ type: 'library.session.ended', share: 0.5, fault: 'SCHEMA_VIOLATION' },
    broken: (envelope) => withData(envelope, { durationSeconds: String(envelope.data['durationSeconds']) }),
  },
  {
    ...{ type: 'download.completed', share: 0.8, fault: 'NUMBER_OUT_OF_RANGE' },
    broken: (envelope) => withData(envelope, { durationMs: -1 }),
  },
  {
    ...{ type: 'catalog.game.searched', share: 0.4, fault: 'EVENT_TIME_OUT_OF_RANGE' },
    broken: (envelope) => ({ ...envelope, time: `2038${envelope.time.slice(4)}` }),
  },
  {
    ...{ type: 'client.page.viewed', share: 0.7, fault: 'NOT_CLOUDEVENT' },
    broken: (envelope) => ({ ...envelope, time: envelope.time.slice(0, 16).replace('T', ' ') }),
  },
];

/** The story with what the bad release of the client made of it: broken events, events of a type nobody registered, ids used twice. */
export function withBrokenClient({ scene, person, teller }: Life): DemoEvent[] {
  const events = teller.inTime();
  const [from, until] = [brokenFrom(scene.days), brokenUntil(scene.days)];
  if (person.platform !== 'windows' || person.staff) return events;
  const draw = new Draw(scene.plan.seed, 'broken', person.number);
  return events.flatMap((event) => {
    if (event.at < from || event.at >= until) return [event];
    if (clientVersionOf(person, event.at, scene.days) !== BAD_CLIENT.version) return [event];
    return brokenEvents(event, draw);
  });
}

function brokenEvents(event: DemoEvent, draw: Draw): DemoEvent[] {
  const found = BREAKS.find(({ type }) => event.envelope.type === `com.platform.${type}.v1`);
  const extra = draw.chance(0.25) ? [overlayOpened(event)] : [];
  if (found !== undefined && draw.chance(found.share)) {
    return [{ ...event, envelope: found.broken(event.envelope), fault: found.fault }, ...extra];
  }
  // Sent again under the same id, with another content.
  const isView = event.envelope.type === 'com.platform.catalog.game.viewed.v1';
  const twice = isView && draw.chance(0.12) ? [conflicting(event)] : [];
  return [event, ...twice, ...extra];
}

const conflicting = (event: DemoEvent): DemoEvent => ({
  ...event,
  envelope: withData(event.envelope, { placement: 'overlay' }),
  fault: 'ID_CONFLICT',
});

/** The new overlay tells of itself before anybody registered its type: parked until somebody does. */
const overlayOpened = (event: DemoEvent): DemoEvent => ({
  ...event,
  envelope: {
    ...event.envelope,
    id: `${event.envelope.id}-overlay`,
    type: 'com.platform.client.overlay.opened.v1',
    data: { userId: event.envelope.data['userId'], platform: 'windows', clientVersion: BAD_CLIENT.version },
  },
  fault: 'SCHEMA_UNKNOWN',
});

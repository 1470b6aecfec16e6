import type { ValidatedEvent } from '@analytics/contracts';
import { TYPE } from '../facts/event-types';
import { numberOf, textOf } from '../facts/known-events';
import { type Ask, type MetricReference, ratio, sum } from './metric-value';
import type { Slice } from './slice';

type Matches = (event: ValidatedEvent) => boolean;

const typed =
  (type: string, property?: string, value?: string): Matches =>
  (event) =>
    event.type === type && (property === undefined || textOf(event, property) === value);

const found = (slice: Slice, { stretch }: Ask, matches: Matches): ValidatedEvent[] =>
  slice.within(slice.sources.events, stretch).filter(matches);

const count =
  (matches: Matches): MetricReference =>
  (slice, ask) => ({ value: found(slice, ask, matches).length });

const share =
  (part: Matches, whole: Matches): MetricReference =>
  (slice, ask) =>
    ratio(found(slice, ask, part).length, found(slice, ask, whole).length);

const sent = typed(TYPE.notified);
const impressions = typed(TYPE.campaign, 'action', 'impression');
const clicks = typed(TYPE.campaign, 'action', 'click');
const reviews = typed(TYPE.reviewed);

const downloadSuccess: MetricReference = (slice, ask) => {
  const idOf = (event: ValidatedEvent): string => textOf(event, 'downloadId');
  const { told } = slice.world;
  const completed = slice.once(
    'completed downloads',
    () => new Set(told.filter(({ event }) => event.type === TYPE.downloadCompleted).map(({ event }) => idOf(event))),
  );
  const started = [...new Set(found(slice, ask, typed(TYPE.downloadStarted)).map(idOf))];
  return ratio(started.filter((id) => completed.has(id)).length, started.length);
};

const measured = (slice: Slice, { stretch }: Ask): ValidatedEvent[] =>
  slice.within(slice.sources.allEvents, stretch).filter(typed(TYPE.measured));

const total = (events: readonly ValidatedEvent[], property: string): number =>
  sum(events.map((event) => numberOf(event, property)));

/** The latency that 95 % of the requests stayed within, each measurement weighted by its requests. */
const latency: MetricReference = (slice, ask) => {
  const windows = measured(slice, ask).sort(
    (one, other) => numberOf(one, 'latencyP95Ms') - numberOf(other, 'latencyP95Ms'),
  );
  const wanted = Math.ceil(0.95 * total(windows, 'requests'));
  if (wanted === 0) return { value: null };
  let seen = 0;
  const reached = windows.find((window) => (seen += numberOf(window, 'requests')) >= wanted);
  return { value: numberOf(reached!, 'latencyP95Ms') };
};

export const EVENT_METRICS: Readonly<Record<string, MetricReference>> = {
  registrations: count(typed(TYPE.registered)),
  logins: count(typed(TYPE.loggedIn)),
  game_page_views: count(typed(TYPE.pageViewed)),
  searches: count(typed(TYPE.searched)),
  downloads_started: count(typed(TYPE.downloadStarted)),
  downloads_completed: count(typed(TYPE.downloadCompleted)),
  download_success_rate: downloadSuccess,
  reviews: count(reviews),
  review_score: (slice, ask) => ratio(total(found(slice, ask, reviews), 'rating'), found(slice, ask, reviews).length),
  friends_added: count(typed(TYPE.befriended)),
  notifications_sent: count(sent),
  notification_delivery_rate: share(sent, (event) => sent(event) || event.type === TYPE.notNotified),
  campaign_impressions: count(impressions),
  campaign_clicks: count(clicks),
  campaign_ctr: (slice, ask) => ratio(found(slice, ask, clicks).length, found(slice, ask, impressions).length),
  bans: count(typed(TYPE.banned)),
  service_requests: (slice, ask) => ({ value: total(measured(slice, ask), 'requests') }),
  service_error_rate: (slice, ask) =>
    ratio(total(measured(slice, ask), 'errors'), total(measured(slice, ask), 'requests')),
  service_latency_p95: latency,
  events_ingested: (slice, { stretch }) => ({ value: slice.within(slice.sources.allEvents, stretch).length }),
};

import type { ValidatedEvent } from '@analytics/contracts';
import {
  byOrder,
  DeviceAccounts,
  eventRow,
  type EventRow,
  gameSessionOf,
  type GameSessionRow,
  type GameSessionTraits,
  LINK_TYPES,
  type TrailEvent,
  trailRows,
  type TrailRows,
  type WishFact,
  wishRows,
} from '@analytics/domain';
import { type TableContents, written } from './derived-suite.fixture';

const ALWAYS = [{ fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY }];
const LINEAGE = { topic: '', partition: 0, offset: 0n, hash: 0n };

type Fact = EventRow & { readonly atMs: number; readonly data_of: ValidatedEvent['data'] };

/** What the tables must hold: the folds over all events at once, read from nowhere. */
export function foldOfAll(events: readonly ValidatedEvent[]): TableContents {
  const facts = [...new Map(events.map((event) => [`${event.source} ${event.id}`, event])).values()]
    .map((event): Fact => ({ ...eventRow(event, LINEAGE), atMs: Date.parse(event.effective_at), data_of: event.data }))
    .sort(byOrder);
  const trails = [...devices(facts), ...accounts(facts)];
  return {
    fact_game_sessions: written(gameSessions(facts)),
    store_sessions: written(trails.flatMap(({ sessions }) => sessions)),
    attributed_events: written(trails.flatMap(({ attributed }) => attributed)),
    wishlist_ledger: written(wishes(facts)),
  };
}

function groups<T>(items: readonly T[], keyOf: (item: T) => string | number): T[][] {
  const found = new Map<string | number, T[]>();
  for (const item of items) found.set(keyOf(item), [...(found.get(keyOf(item)) ?? []), item]);
  return [...found.values()];
}

const devices = (facts: readonly Fact[]): TrailRows[] =>
  groups(
    facts.filter(({ device_no }) => device_no !== 0),
    ({ device_no }) => device_no,
  ).map((own) => {
    const links = own.filter(({ user_no, event_type }) => user_no !== 0 && LINK_TYPES.includes(event_type));
    const known = new DeviceAccounts(
      links.map((link) => ({ ...link, userNo: link.user_no, isStaff: link.is_staff })),
      [],
    );
    return trailRows(own.map(trailEvent), known, ALWAYS);
  });

const accounts = (facts: readonly Fact[]): TrailRows[] =>
  groups(
    facts.filter(({ device_no, user_no }) => device_no === 0 && user_no !== 0),
    ({ user_no }) => user_no,
  ).map((own) => trailRows(own.map(trailEvent), new DeviceAccounts([], []), ALWAYS));

const trailEvent = (fact: Fact): TrailEvent => ({
  atMs: fact.atMs,
  source: fact.source,
  id: fact.id,
  type: fact.event_type,
  userNo: fact.user_no,
  deviceNo: fact.device_no,
  gameId: fact.game_id,
  platform: fact.platform,
  country: fact.country,
  clientVersion: fact.client_version,
  campaignId: fact.campaign_id,
  placement: fact.placement,
  kind: fact.kind,
  isActivity: fact.is_activity,
  isBot: fact.is_bot,
  isStaff: fact.is_staff,
});

function gameSessions(facts: readonly Fact[]): GameSessionRow[] {
  const played = facts.filter(({ event_type }) => event_type.startsWith('com.platform.library.session.'));
  return groups(played, ({ user_no, subject_id }) => `${user_no}/${subject_id}`).map((own) => {
    const of = (act: string) => own.filter(({ event_type }) => event_type.endsWith(`${act}.v1`));
    const [started, heartbeats, ended] = [of('started')[0], of('heartbeat'), of('ended').at(-1)];
    return gameSessionOf({
      sessionId: own[0]!.subject_id,
      userNo: own[0]!.user_no,
      facts: own.length,
      first: traits(own[0]!),
      ...(started === undefined ? {} : { started: { ...traits(started), atMs: started.own_at!.getTime() } }),
      ...(heartbeats.length === 0
        ? {}
        : { heartbeats: { firstMs: heartbeats[0]!.atMs, lastMs: heartbeats.at(-1)!.atMs } }),
      ...(ended === undefined
        ? {}
        : { ended: { atMs: ended.own_at!.getTime(), durationMs: ended.duration_seconds * 1000 } }),
    });
  });
}

const traits = ({ game_id, platform, country, client_version, is_bot, is_staff }: Fact): GameSessionTraits => ({
  ...{ game_id, platform, country, client_version },
  ...{ is_bot, is_staff },
});

function wishes(facts: readonly Fact[]) {
  const found = facts.flatMap((fact): WishFact[] => {
    const about = {
      userNo: fact.user_no,
      platform: fact.platform,
      country: fact.country,
      isBot: fact.is_bot,
      isStaff: fact.is_staff,
    };
    const place = { atMs: fact.atMs, source: fact.source, id: fact.id };
    if (fact.event_type.endsWith('game.wishlisted.v1')) {
      return [{ ...place, ...about, gameId: fact.game_id, act: 'added' }];
    }
    if (fact.event_type.endsWith('game.unwishlisted.v1')) {
      return [{ ...place, ...about, gameId: fact.game_id, act: 'removed' }];
    }
    if (!fact.event_type.includes('.transaction.') || fact.kind === 'ingame') return [];
    const games = new Set((fact.data_of['lines'] as { gameId: string }[]).map(({ gameId }) => gameId));
    return [...games].map((gameId) => ({ ...place, ...about, gameId, act: 'bought' }));
  });
  const wished = groups(found, ({ userNo, gameId }) => `${userNo}/${gameId}`);
  return wished.filter((own) => own.some(({ act }) => act !== 'bought')).flatMap(wishRows);
}

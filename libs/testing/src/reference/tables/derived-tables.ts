import { createHash } from 'node:crypto';
import { TYPE } from '../facts/event-types';
import type { GameSession } from '../facts/game-sessions';
import { textOf, type Told } from '../facts/known-events';
import type { StoreSession } from '../facts/store-sessions';
import type { WishStep } from '../facts/wishes';
import type { World } from '../world';
import { ms, type TableCheck, tableCheck } from './table-check';

/** What only several events together say. */
export function derivedTables(world: World): TableCheck[] {
  return [gameSessions(world), storeSessions(world), attributedEvents(world), wishes(world)];
}

const gameSessions = (world: World): TableCheck =>
  tableCheck(
    {
      name: 'fact_game_sessions',
      from: 'fact_game_sessions FINAL',
      columns: {
        session_id: ({ id }: GameSession) => id,
        user_no: ({ user }) => user,
        game_id: ({ game }) => game,
        [ms('started_at')]: ({ startedAt }) => startedAt,
        [`ifNull(${ms('ended_at')}, -1)`]: ({ saidEnd }) => saidEnd ?? -1,
        [ms('last_sign_at')]: ({ lastSignAt }) => lastSignAt,
        'toUInt8(has_heartbeat)': ({ hasHeartbeat }) => hasHeartbeat,
        platform: ({ from }) => from.platform ?? '',
        country: ({ from }) => from.country ?? '',
        client_version: ({ from }) => textOf(from, 'clientVersion'),
        'toUInt8(is_bot)': ({ from }) => from.is_bot,
        'toUInt8(is_staff)': ({ from }) => from.is_staff,
      },
    },
    world.gameSessions,
  );

const storeSessions = (world: World): TableCheck =>
  tableCheck(
    {
      name: 'store_sessions',
      from: 'store_sessions FINAL',
      columns: {
        session_id: storeSessionId,
        user_no: ({ user }: StoreSession) => user,
        device_no: ({ device }) => device,
        [ms('started_at')]: ({ startedAt }) => startedAt,
        [ms('ended_at')]: ({ endedAt }) => endedAt,
        events: ({ events }) => events.length,
        platform: ({ events }) => events[0]!.event.platform ?? '',
        country: ({ events }) => events[0]!.event.country ?? '',
        'toUInt8(is_bot)': ({ bot }) => bot,
        'toUInt8(is_staff)': ({ staff }) => staff,
      },
    },
    world.storeSessions,
  );

/** The same whenever and wherever it is worked out: from the unit and its first event. */
function storeSessionId({ user, device, events }: StoreSession): bigint {
  const { source, id } = events[0]!.event;
  return createHash('sha256')
    .update(JSON.stringify([user, device, source, id]))
    .digest()
    .readBigUInt64BE();
}

function attributedEvents({ told, ownerOf }: World): TableCheck {
  const anonymous = told.filter((one) => one.event.user_no === null && ownerOf(one).user !== 0);
  return tableCheck(
    {
      name: 'attributed_events',
      from: 'attributed_events FINAL',
      columns: {
        source: ({ event }: Told) => event.source,
        id: ({ event }) => event.id,
        event_type: ({ event }) => event.type,
        [ms('effective_at')]: ({ at }) => at,
        device_no: ({ event }) => event.device_no ?? 0,
        user_no: (one) => ownerOf(one).user,
        game_id: ({ event }) => textOf(event, 'gameId'),
        platform: ({ event }) => event.platform ?? '',
        country: ({ event }) => event.country ?? '',
        'toUInt8(is_activity)': ({ event }) => event.type === TYPE.pageViewed,
        'toUInt8(is_bot)': ({ event }) => event.is_bot,
        'toUInt8(is_staff)': (one) => ownerOf(one).staff,
      },
    },
    anonymous,
  );
}

function wishes({ wishSteps }: World): TableCheck {
  // A purchase that meets no wish leaves no row.
  const steps = wishSteps.filter(({ event, effect }) => event.type !== TYPE.paid || effect === 'converted');
  return tableCheck(
    {
      name: 'wishlist_ledger',
      from: 'wishlist_ledger FINAL',
      columns: {
        source: ({ event }: WishStep) => event.source,
        id: ({ event }) => event.id,
        [ms('effective_at')]: ({ at }) => at,
        user_no: ({ user }) => user,
        game_id: ({ game }) => game,
        effect: ({ effect }) => effect,
        platform: ({ event }) => event.platform ?? '',
        country: ({ event }) => event.country ?? '',
        'toUInt8(is_bot)': ({ event }) => event.is_bot,
        'toUInt8(is_staff)': ({ event }) => event.is_staff,
      },
    },
    steps,
  );
}

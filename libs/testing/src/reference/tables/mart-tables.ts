import type { ValidatedEvent } from '@analytics/contracts';
import { TYPE } from '../facts/event-types';
import { groupedBy, numberOf, textOf, type Told } from '../facts/known-events';
import type { PurchaseLine } from '../facts/ledger';
import type { Act, World } from '../world';
import { type TableCheck, tableCheck } from './table-check';

const HOUR_MS = 3_600_000;
const hourOf = (at: number): number => Math.floor(at / HOUR_MS) * (HOUR_MS / 1000);
const isPerson = (event: ValidatedEvent): boolean => !event.is_bot && !event.is_staff;
const HOUR = 'toUnixTimestamp(hour)';

interface Fact {
  readonly at: number;
  readonly event: ValidatedEvent;
  readonly user: number;
  readonly game: string;
}

/** What the marts say of everything that carries an account itself; activity given to an account is read elsewhere. */
export function martTables(world: World): TableCheck[] {
  const acts = ownActs(world.acts);
  const sales = world.ledger.purchases.filter(({ kind, event }) => kind !== 'topup' && isPerson(event));
  const gameActs = [
    ...acts.filter(({ event, game }) => event.type !== TYPE.paid && game !== ''),
    ...sales.filter(({ user, game }) => user !== 0 && game !== ''),
  ];
  return [
    activity('mart_activity_hourly', acts, PLACE),
    activity('mart_platform_people_hourly', acts, { platform: PLACE['platform']! }, {}),
    activity('mart_country_people_hourly', acts, { country: PLACE['country']! }, {}),
    activity('mart_game_activity_hourly', gameActs, { game_id: ({ game }) => game, ...PLACE }),
    firstActs('mart_first_acts', acts, {}),
    firstActs('mart_first_game_acts', gameActs, { game_id: ({ game }) => game }),
    events('mart_events_hourly', world.told, EVENT_KEYS),
    events('mart_event_types_hourly', world.told, keysOf('event_type', 'kind', 'platform', 'country', ...SHOWN)),
    events('mart_event_games_hourly', world.told, keysOf('event_type', 'kind', 'game_id', ...SHOWN)),
    salesTable(sales),
    services(world.told),
  ];
}

/** A purchase of several games is one act on the platform. */
function ownActs(acts: readonly Act[]): Fact[] {
  const own = acts.filter(({ event }) => event.user_no !== null);
  return [...new Map(own.map((act) => [act.event, act])).values()];
}

type Group = readonly Fact[];
type KeyColumns = Readonly<Record<string, (fact: Fact) => string>>;

const PLACE: KeyColumns = {
  platform: ({ event }) => event.platform ?? '',
  country: ({ event }) => event.country ?? '',
};

const ACTS = { 'sum(acts)': (group: Group) => group.length };

function activity(
  name: string,
  facts: readonly Fact[],
  keys: KeyColumns,
  sums: Partial<typeof ACTS> = ACTS,
): TableCheck {
  const groups = groupedBy(facts, (fact) =>
    [hourOf(fact.at), ...Object.values(keys).map((valueOf) => valueOf(fact))].join('|'),
  );
  const columns = {
    [HOUR]: (group: Group) => hourOf(group[0]!.at),
    ...Object.fromEntries(
      Object.entries(keys).map(([column, valueOf]) => [column, (group: Group) => valueOf(group[0]!)]),
    ),
    'arraySort(bitmapToArray(groupBitmapMergeState(people)))': (group: Group) => numbersIn(group),
    ...sums,
  };
  const groupBy = ['hour', ...Object.keys(keys)].join(', ');
  return tableCheck({ name, from: name, columns, groupBy }, groups.values());
}

const numbersIn = (group: readonly { user: number }[]): string =>
  `[${[...new Set(group.map(({ user }) => user))].sort((one, other) => one - other).join(',')}]`;

function firstActs(name: string, facts: readonly Fact[], keys: KeyColumns): TableCheck {
  const groups = groupedBy(facts, (fact) =>
    [fact.user, ...Object.values(keys).map((valueOf) => valueOf(fact))].join('|'),
  );
  const firsts = [...groups.values()].map((group) =>
    group.reduce((one, other) => (isBefore(other, one) ? other : one)),
  );
  const merged = 'min(first_act)';
  const columns = {
    user_no: ({ user }: Fact) => user,
    ...keys,
    [`toUnixTimestamp64Milli(tupleElement(${merged}, 1))`]: ({ at }: Fact) => at,
    [`tupleElement(${merged}, 4)`]: ({ event }: Fact) => event.platform ?? '',
    [`tupleElement(${merged}, 5)`]: ({ event }: Fact) => event.country ?? '',
    [`tupleElement(${merged}, 6)`]: ({ event, game }: Fact) =>
      event.type === TYPE.paid && !('game_id' in keys) ? '' : game,
  };
  const groupBy = ['user_no', ...Object.keys(keys)].join(', ');
  return tableCheck({ name, from: name, columns, groupBy }, firsts);
}

function isBefore(one: Fact, other: Fact): boolean {
  if (one.at !== other.at) return one.at < other.at;
  const identity = ({ event }: Fact): string => `${event.source}\n${event.id}`;
  return identity(one) < identity(other);
}

type EventKeys = Readonly<Record<string, (event: ValidatedEvent) => string | boolean>>;

const EVENT_KEYS: EventKeys = {
  event_type: ({ type }) => type,
  kind: (event) => textOf(event, 'kind') || textOf(event, 'action') || textOf(event, 'name'),
  platform: ({ platform }) => platform ?? '',
  country: ({ country }) => country ?? '',
  game_id: (event) => textOf(event, 'gameId'),
  client_version: (event) => textOf(event, 'clientVersion'),
  campaign_id: (event) => textOf(event, 'campaignId'),
  placement: (event) => textOf(event, 'placement'),
  channel: (event) => textOf(event, 'channel'),
  acquisition: (event) => textOf(event, 'acquisition'),
  service: (event) => textOf(event, 'service'),
  'toUInt8(is_bot)': ({ is_bot }) => is_bot,
  'toUInt8(is_staff)': ({ is_staff }) => is_staff,
};

const SHOWN = ['toUInt8(is_bot)', 'toUInt8(is_staff)'];
const keysOf = (...names: readonly string[]): EventKeys =>
  Object.fromEntries(Object.entries(EVENT_KEYS).filter(([key]) => names.includes(key)));

function events(name: string, told: readonly Told[], keys: EventKeys): TableCheck {
  const groups = groupedBy(told, ({ event, at }) =>
    [hourOf(at), ...Object.values(keys).map((valueOf) => valueOf(event))].join('|'),
  );
  const columns = {
    [HOUR]: (group: readonly Told[]) => hourOf(group[0]!.at),
    ...Object.fromEntries(
      Object.entries(keys).map(([column, valueOf]) => [column, (group: readonly Told[]) => valueOf(group[0]!.event)]),
    ),
    'sum(events)': (group: readonly Told[]) => group.length,
    'sum(ratings)': (group: readonly Told[]) =>
      group.reduce((total, { event }) => total + numberOf(event, 'rating'), 0),
  };
  const groupBy = ['hour', ...Object.keys(keys)].join(', ');
  return tableCheck({ name, from: name, columns, groupBy }, groups.values());
}

const SALES_KEYS: Readonly<Record<string, (line: PurchaseLine) => string>> = {
  payment_kind: ({ kind }) => kind,
  game_id: ({ game }) => game,
  platform: ({ event }) => event.platform ?? '',
  country: ({ event }) => event.country ?? '',
  payment_method: ({ event }) => textOf(event, 'paymentMethod'),
};
const UNITS: readonly string[] = ['game', 'dlc', 'gift'];

function salesTable(sales: readonly PurchaseLine[]): TableCheck {
  type Lines = readonly PurchaseLine[];
  const groups = groupedBy(sales, (line) =>
    [hourOf(line.at), ...Object.values(SALES_KEYS).map((valueOf) => valueOf(line))].join('|'),
  );
  const total = (amount: 'gross' | 'discount' | 'tax' | 'fee') => (lines: Lines) =>
    lines.reduce((sum, line) => sum + line[amount], 0n);
  const columns = {
    [HOUR]: (lines: Lines) => hourOf(lines[0]!.at),
    ...Object.fromEntries(
      Object.entries(SALES_KEYS).map(([column, valueOf]) => [column, (lines: Lines) => valueOf(lines[0]!)]),
    ),
    'sum(gross_kopecks)': total('gross'),
    'sum(discount_kopecks)': total('discount'),
    'sum(tax_kopecks)': total('tax'),
    'sum(fee_kopecks)': total('fee'),
    'sum(units)': (lines: Lines) =>
      lines.reduce((sum, { kind, quantity }) => sum + (UNITS.includes(kind) ? quantity : 0), 0),
    'uniqExactMerge(orders)': (lines: Lines) => new Set(lines.map(({ transaction }) => transaction)).size,
    'arraySort(bitmapToArray(groupBitmapMergeState(payers)))': numbersIn,
  };
  const groupBy = ['hour', ...Object.keys(SALES_KEYS)].join(', ');
  return tableCheck({ name: 'mart_sales_hourly', from: 'mart_sales_hourly', columns, groupBy }, groups.values());
}

function services(told: readonly Told[]): TableCheck {
  const measured = told.filter(({ event }) => event.type === TYPE.measured);
  const groups = groupedBy(measured, ({ event, at }) => `${hourOf(at)}|${textOf(event, 'service')}`);
  const total = (property: string) => (group: readonly Told[]) =>
    group.reduce((sum, { event }) => sum + numberOf(event, property), 0);
  const columns = {
    [HOUR]: (group: readonly Told[]) => hourOf(group[0]!.at),
    service: (group: readonly Told[]) => textOf(group[0]!.event, 'service'),
    'sum(requests)': total('requests'),
    'sum(errors)': total('errors'),
  };
  const groupBy = 'hour, service';
  return tableCheck({ name: 'mart_service_hourly', from: 'mart_service_hourly', columns, groupBy }, groups.values());
}

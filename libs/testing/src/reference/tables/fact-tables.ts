import type { ValidatedEvent } from '@analytics/contracts';
import { TYPE } from '../facts/event-types';
import { numberOf, textOf, type Told } from '../facts/known-events';
import type { PurchaseLine, RefundLine } from '../facts/ledger';
import type { World } from '../world';
import { ms, type TableCheck, tableCheck } from './table-check';

const EVENT = {
  source: (event: ValidatedEvent) => event.source,
  id: (event: ValidatedEvent) => event.id,
} as const;
const FLAGS = {
  'toUInt8(is_bot)': (event: ValidatedEvent) => event.is_bot,
  'toUInt8(is_staff)': (event: ValidatedEvent) => event.is_staff,
} as const;
const PLACE = {
  platform: (event: ValidatedEvent) => event.platform ?? '',
  country: (event: ValidatedEvent) => event.country ?? '',
} as const;

/** What single events say. */
export function factTables(world: World): TableCheck[] {
  const events = world.told.map(({ event }) => event);
  const typed = (type: string): ValidatedEvent[] => events.filter((event) => event.type === type);
  return [
    ...eventTables(world.told),
    ledgerTable(world),
    tableCheck(
      {
        name: 'exposures',
        from: 'exposures FINAL',
        columns: {
          ...EVENT,
          experiment_key: text('experimentKey'),
          variant_key: text('variantKey'),
          ...PLACE,
          ...FLAGS,
        },
      },
      typed(TYPE.exposed),
    ),
    tableCheck(
      {
        name: 'service_measurements',
        from: 'service_measurements FINAL',
        columns: { ...EVENT, service: text('service'), requests: number('requests'), errors: number('errors') },
      },
      typed(TYPE.measured),
    ),
    tableCheck(
      {
        name: 'dim_games',
        from: 'dim_games FINAL',
        columns: { ...EVENT, game_id: text('gameId'), developer_id: text('developerId') },
      },
      typed(TYPE.published),
    ),
  ];
}

const text = (property: string) => (event: ValidatedEvent) => textOf(event, property);
const number = (property: string) => (event: ValidatedEvent) => numberOf(event, property);

const PEOPLE = {
  user_no: (event: ValidatedEvent) => event.user_no ?? 0,
  device_no: (event: ValidatedEvent) => event.device_no ?? 0,
};
const WISHES = new Set(['com.platform.catalog.game.wishlisted.v1', 'com.platform.catalog.game.unwishlisted.v1']);
const LOG_INS = new Set(['com.platform.auth.user.registered.v1', 'com.platform.auth.user.loggedin.v1']);

function eventTables(told: readonly Told[]): TableCheck[] {
  const columns = {
    ...EVENT,
    event_type: (event: ValidatedEvent) => event.type,
    [ms('effective_at')]: (event: ValidatedEvent) => Date.parse(event.effective_at),
    [ms('occurred_at')]: (event: ValidatedEvent) => Date.parse(event.occurred_at),
    [ms('received_at')]: (event: ValidatedEvent) => Date.parse(event.received_at),
    ...PEOPLE,
    fingerprint: (event: ValidatedEvent) => event.fingerprint,
    data: (event: ValidatedEvent) => JSON.stringify(event.data),
    game_id: text('gameId'),
    ...PLACE,
    ...FLAGS,
  };
  const events = told.map(({ event }) => event);
  // Without FINAL: what a client sent twice must not be stored twice, or the views have counted it twice.
  return [
    tableCheck({ name: 'events', from: 'events', columns }, events),
    tableCheck({ name: 'event_identities', from: 'event_identities', columns: EVENT }, events),
    tableCheck(
      { name: 'events_by_user', from: 'events_by_user', columns: EVENT },
      events.filter(({ user_no }) => user_no !== null),
    ),
    tableCheck(
      { name: 'events_by_device', from: 'events_by_device', columns: EVENT },
      events.filter(({ device_no }) => device_no !== null),
    ),
    tableCheck(
      {
        name: 'device_links',
        from: 'device_links',
        columns: { ...EVENT, ...PEOPLE, 'toUInt8(is_staff)': FLAGS['toUInt8(is_staff)'] },
      },
      events.filter(({ type, device_no, user_no }) => device_no !== null && user_no !== null && LOG_INS.has(type)),
    ),
    tableCheck(
      { name: 'wish_acts', from: 'wish_acts', columns: { ...EVENT, ...PLACE, ...FLAGS, game_id: text('gameId') } },
      events.filter(({ type, user_no }) => user_no !== null && WISHES.has(type)),
    ),
  ];
}

const isRefund = (line: PurchaseLine | RefundLine): line is RefundLine => 'amount' in line;

function ledgerTable({ ledger }: World): TableCheck {
  const amount = (name: 'gross' | 'discount' | 'tax' | 'fee') => (line: PurchaseLine | RefundLine) =>
    isRefund(line) ? 0n : line[name];
  const back = (kind: RefundLine['kind']) => (line: PurchaseLine | RefundLine) =>
    isRefund(line) && line.kind === kind ? line.amount : 0n;
  const columns = {
    source: ({ event }: PurchaseLine | RefundLine) => event.source,
    id: ({ event }: PurchaseLine | RefundLine) => event.id,
    line_no: ({ lineNo }: PurchaseLine | RefundLine) => lineNo,
    entry: (line: PurchaseLine | RefundLine) => (isRefund(line) ? line.kind : 'purchase'),
    transaction_id: ({ transaction }: PurchaseLine | RefundLine) => transaction,
    payment_kind: (line: PurchaseLine | RefundLine) => (isRefund(line) ? '' : line.kind),
    payment_method: (line: PurchaseLine | RefundLine) => (isRefund(line) ? '' : textOf(line.event, 'paymentMethod')),
    [ms('booked_at')]: ({ at }: PurchaseLine | RefundLine) => at,
    user_no: ({ event }: PurchaseLine | RefundLine) => event.user_no ?? 0,
    game_id: ({ game }: PurchaseLine | RefundLine) => game,
    quantity: (line: PurchaseLine | RefundLine) => (isRefund(line) ? 0 : line.quantity),
    gross_kopecks: amount('gross'),
    discount_kopecks: amount('discount'),
    tax_kopecks: amount('tax'),
    fee_kopecks: amount('fee'),
    refund_kopecks: back('refund'),
    chargeback_kopecks: back('chargeback'),
  };
  return tableCheck({ name: 'revenue_ledger', from: 'revenue_ledger', columns }, [
    ...ledger.purchases,
    ...ledger.refunds,
  ]);
}

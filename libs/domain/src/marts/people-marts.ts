import { type SqlFragment, sql } from '../sql/sql';
import type { Mart } from './mart';

const FIRST = sql`Tuple(at DateTime64(3, 'UTC'), platform String, country String, game_id String)`;
/** The smallest is the first, whatever comes twice or in another order. `first` says the same to the version before. */
const FIRST_ACT = sql`Tuple(at DateTime64(3, 'UTC'), source String, id String, platform String, country String, game_id String)`;

const activityHourly: Mart = {
  name: 'mart_activity_hourly',
  columns: ['hour', 'platform', 'country', 'people', 'acts'],
  byMonth: true,
  sources: [
    {
      view: 'mart_activity_hourly_mv',
      facts: 'events',
      time: 'effective_at',
      select: (
        from,
      ) => sql`SELECT toStartOfHour(effective_at) AS hour, platform, country, groupBitmapState(user_no) AS people, count() AS acts
        FROM ${from}
        WHERE is_activity AND user_no != 0 AND NOT is_bot AND NOT is_staff
        GROUP BY hour, platform, country`,
    },
  ],
  content: (table, where) =>
    sql`SELECT hour, platform, country, arraySort(bitmapToArray(groupBitmapMergeState(people))), sum(acts)
      FROM ${table} WHERE ${where} GROUP BY hour, platform, country`,
};

/** People by one place alone: merging these is a small part of merging those of every place. */
function peopleHourly(column: 'platform' | 'country'): Mart {
  const name = `mart_${column}_people_hourly`;
  const place = column === 'platform' ? sql`platform` : sql`country`;
  return {
    name,
    columns: ['hour', column, 'people'],
    byMonth: true,
    sources: [
      {
        view: `${name}_mv`,
        facts: 'events',
        time: 'effective_at',
        select: (from) => sql`SELECT toStartOfHour(effective_at) AS hour, ${place}, groupBitmapState(user_no) AS people
        FROM ${from}
        WHERE is_activity AND user_no != 0 AND NOT is_bot AND NOT is_staff
        GROUP BY hour, ${place}`,
      },
    ],
    content: (table, where) =>
      sql`SELECT hour, ${place}, arraySort(bitmapToArray(groupBitmapMergeState(people)))
      FROM ${table} WHERE ${where} GROUP BY hour, ${place}`,
  };
}

const gameActivityHourly: Mart = {
  name: 'mart_game_activity_hourly',
  columns: ['hour', 'game_id', 'platform', 'country', 'people', 'acts'],
  byMonth: true,
  sources: [
    {
      view: 'mart_game_activity_hourly_mv',
      facts: 'events',
      time: 'effective_at',
      select: (
        from,
      ) => sql`SELECT toStartOfHour(effective_at) AS hour, game_id, platform, country, groupBitmapState(user_no) AS people, count() AS acts
        FROM ${from}
        WHERE is_activity AND game_id != '' AND user_no != 0 AND NOT is_bot AND NOT is_staff
        GROUP BY hour, game_id, platform, country`,
    },
    {
      view: 'mart_game_activity_hourly_purchases_mv',
      facts: 'revenue_ledger',
      time: 'booked_at',
      select: (
        from,
      ) => sql`SELECT toStartOfHour(booked_at) AS hour, game_id, platform, country, groupBitmapState(user_no) AS people, count() AS acts
        FROM ${from}
        WHERE entry = 'purchase' AND payment_kind != 'topup' AND game_id != '' AND user_no != 0 AND NOT is_bot AND NOT is_staff
        GROUP BY hour, game_id, platform, country`,
    },
  ],
  content: (table, where) =>
    sql`SELECT hour, game_id, platform, country, arraySort(bitmapToArray(groupBitmapMergeState(people))), sum(acts)
      FROM ${table} WHERE ${where} GROUP BY hour, game_id, platform, country`,
};

const firstOf = (time: 'effective_at' | 'booked_at'): SqlFragment => {
  const at = time === 'effective_at' ? sql`effective_at` : sql`booked_at`;
  const place = sql`toString(platform), toString(country), toString(game_id)`;
  return sql`argMinState((${at}, ${place})::${FIRST}, (${at}, source, id)) AS first, min((${at}, source, id, ${place})::${FIRST_ACT}) AS first_act`;
};

/** What counts of a first act. Which event it was only decides between two of the same instant, and is not known of rows from before. */
const FIRST_PLACE = sql`tupleElement(min(first_act) AS act, 'at'), act.platform, act.country, act.game_id`;

const firstActs: Mart = {
  name: 'mart_first_acts',
  columns: ['user_no', 'first', 'first_act'],
  byMonth: false,
  sources: [
    {
      view: 'mart_first_acts_mv',
      facts: 'events',
      time: 'effective_at',
      select: (from) => sql`SELECT user_no, ${firstOf('effective_at')}
        FROM ${from}
        WHERE is_activity AND user_no != 0 AND NOT is_bot AND NOT is_staff
        GROUP BY user_no`,
    },
  ],
  content: (table, where) => sql`SELECT user_no, ${FIRST_PLACE} FROM ${table} WHERE ${where} GROUP BY user_no`,
  older: (table, before) =>
    sql`SELECT user_no, first, first_act FROM ${table} WHERE tupleElement(first_act, 1) < ${before}`,
};

const firstGameActs: Mart = {
  name: 'mart_first_game_acts',
  columns: ['game_id', 'user_no', 'first', 'first_act'],
  byMonth: false,
  sources: [
    {
      view: 'mart_first_game_acts_mv',
      facts: 'events',
      time: 'effective_at',
      select: (from) => sql`SELECT game_id, user_no, ${firstOf('effective_at')}
        FROM ${from}
        WHERE is_activity AND game_id != '' AND user_no != 0 AND NOT is_bot AND NOT is_staff
        GROUP BY game_id, user_no`,
    },
    {
      view: 'mart_first_game_acts_purchases_mv',
      facts: 'revenue_ledger',
      time: 'booked_at',
      select: (from) => sql`SELECT game_id, user_no, ${firstOf('booked_at')}
        FROM ${from}
        WHERE entry = 'purchase' AND payment_kind != 'topup' AND game_id != '' AND user_no != 0 AND NOT is_bot AND NOT is_staff
        GROUP BY game_id, user_no`,
    },
  ],
  content: (table, where) =>
    sql`SELECT game_id, user_no, ${FIRST_PLACE} FROM ${table} WHERE ${where} GROUP BY game_id, user_no`,
  older: (table, before) =>
    sql`SELECT game_id, user_no, first, first_act FROM ${table} WHERE tupleElement(first_act, 1) < ${before}`,
};

/** Marts of who did something. */
export const PEOPLE_MARTS: readonly Mart[] = [
  activityHourly,
  peopleHourly('platform'),
  peopleHourly('country'),
  gameActivityHourly,
  firstActs,
  firstGameActs,
];

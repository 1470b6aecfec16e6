import { int64, text, textList, time } from '../../sql/binders';
import { listOf } from '../../sql/bound';
import { identifier, join, sql, type SqlFragment } from '../../sql/sql';
import type { MetricPlan } from '../plan/metric-plan';
import { EVERYTHING, type Scope } from '../plan/scope';
import { type Column, columnOf, type Dimension, DIMENSIONS } from '../question/dimensions';
import type { Filter } from '../question/filter';

/** A row of every value statement. */
export interface ValueRow {
  /** Values of the asked dimensions, in their order; an empty text where there is none. */
  readonly dims: readonly string[];
  /** Start of the bucket in Unix milliseconds; nothing on a total's row. */
  readonly bucket_ms: string;
  /** 1 on the rows that are over the whole period. */
  readonly is_total: number | string;
  readonly value: string | number | null;
}

const NOTHING = sql``;
const comma = sql`, `;
const and = sql` AND `;

export const column = (name: Dimension): SqlFragment => identifier(DIMENSIONS, name);

/** `a, b, ` to put before other things, or nothing. */
export const leading = (fragments: readonly SqlFragment[]): SqlFragment =>
  fragments.length === 0 ? NOTHING : sql`${join(fragments, comma)}, `;
export const commaList = (fragments: readonly SqlFragment[]): SqlFragment =>
  fragments.length === 0 ? NOTHING : join(fragments, comma);
export const allOf = (conditions: readonly SqlFragment[]): SqlFragment => join(conditions, and);

/** What the answer is grouped by. */
export const dimensionColumns = (plan: MetricPlan): SqlFragment[] => plan.dimensions.map(column);

/** The columns of the facts that the dimensions are read from, each once. */
export function factColumns(plan: MetricPlan, ...more: readonly Column[]): SqlFragment[] {
  return [...new Set([...plan.dimensions.map(columnOf), ...more])].map(column);
}

export const dimsArray = (plan: MetricPlan): SqlFragment =>
  plan.dimensions.length === 0
    ? sql`emptyArrayString()`
    : sql`[${join(
        plan.dimensions.map((dimension) => sql`toString(${column(dimension)})`),
        comma,
      )}]`;

export const millis = (instants: readonly Date[]) => listOf(int64)(instants.map((instant) => instant.getTime()));
export const startsOf = (plan: MetricPlan) => millis(plan.starts);

/** The stretch of the plan, half-open, on a column of instants. */
export const within = (
  instant: SqlFragment,
  { from, until }: { readonly from: Date; readonly until: Date },
): SqlFragment => sql`${instant} >= ${time(from)} AND ${instant} < ${time(until)}`;

/** Scope and filters: stands in every WHERE that reads facts. */
export const allowed = (plan: Pick<MetricPlan, 'scope' | 'filters'>): SqlFragment =>
  allOf([scopePredicate(plan.scope), ...plan.filters.map(filterPredicate)]);

/** The part of the scope and filters that says which games. */
export const gamesAllowed = ({ scope, filters }: Pick<MetricPlan, 'scope' | 'filters'>): SqlFragment =>
  allowed({ scope, filters: filters.filter(({ dimension }) => columnOf(dimension) === 'game_id') });

/** The filters that say nothing about games. */
export const placesAllowed = ({ filters }: Pick<MetricPlan, 'filters'>): SqlFragment =>
  allowed({ scope: EVERYTHING, filters: filters.filter(({ dimension }) => columnOf(dimension) !== 'game_id') });

export const scopePredicate = (scope: Scope): SqlFragment =>
  scope.kind === 'everything' ? sql`1` : sql`game_id IN ${textList(scope.gameIds)}`;

function filterPredicate(filter: Filter): SqlFragment {
  const { dimension, op } = filter;
  if (op === 'neq') return sql`NOT ${filterPredicate({ ...filter, op: 'eq' })}`;
  if (op === 'not_in') return sql`NOT ${filterPredicate({ ...filter, op: 'in' })}`;
  if (op === 'is_not_set') return sql`NOT ${filterPredicate({ ...filter, op: 'is_set' })}`;
  if (dimension === 'genre') {
    const holds = comparison(sql`one`, filter);
    return sql`(game_id IN (SELECT game_id FROM dim_games_now WHERE arrayExists(one -> ${holds}, genres)))`;
  }
  if (dimension === 'developer_id') {
    const holds = comparison(sql`developer_id`, filter);
    return sql`(game_id IN (SELECT game_id FROM dim_games_now WHERE ${holds}))`;
  }
  return sql`(${comparison(column(dimension), filter)})`;
}

/** Missing values are neither before nor after any other. */
function comparison(value: SqlFragment, { op, values }: Filter): SqlFragment {
  const one = text(values[0] ?? '');
  switch (op) {
    case 'gt':
      return sql`${value} > ${one} AND ${value} != ''`;
    case 'gte':
      return sql`${value} >= ${one} AND ${value} != ''`;
    case 'lt':
      return sql`${value} < ${one} AND ${value} != ''`;
    case 'lte':
      return sql`${value} <= ${one} AND ${value} != ''`;
    case 'is_set':
      return sql`${value} != ''`;
    default:
      return sql`${value} IN ${textList(values)}`;
  }
}

/** Adds developer and genre to rows that know their game, where they are asked for; a game stands in each of its genres. */
export function withGames(plan: MetricPlan, rows: SqlFragment): SqlFragment {
  const developer = plan.dimensions.includes('developer_id');
  const genre = plan.dimensions.includes('genre');
  if (!developer && !genre) return sql`(${rows})`;
  return sql`(
      SELECT fact.*, game.developer_id AS developer_id${genre ? sql`, arrayJoin(if(empty(game.genres), [''], game.genres)) AS genre` : NOTHING}
      FROM (${rows}) AS fact LEFT ANY JOIN (
        SELECT game_id AS known_game, toString(developer_id) AS developer_id, arrayMap(one -> toString(one), arrayDistinct(genres)) AS genres FROM dim_games_now
      ) AS game ON fact.game_id = game.known_game)`;
}

/** Rows with an instant `at_ms` to one value a bucket and one over the whole period, by the plan's dimensions. */
export const perBucket = (plan: MetricPlan, rows: SqlFragment, value: SqlFragment): SqlFragment =>
  groupedByBucket(plan, withGames(plan, rows), value);

/** The same of rows that have all dimensions already. */
export const groupedByBucket = (plan: MetricPlan, from: SqlFragment, value: SqlFragment): SqlFragment => {
  const by = dimensionColumns(plan);
  return sql`
    SELECT ${dimsArray(plan)} AS dims, roundDown(at_ms, ${startsOf(plan)}) AS bucket_ms, grouping(bucket_ms) AS is_total, ${value} AS value
    FROM ${from}
    GROUP BY GROUPING SETS ((${leading(by)}bucket_ms), (${commaList(by)}))`;
};

/** `toUnixTimestamp64Milli(column)`, the form in which instants are compared with buckets. */
export const millisOf = (instant: SqlFragment): SqlFragment => sql`toUnixTimestamp64Milli(${instant})`;
export const hourMillis = sql`toInt64(toUnixTimestamp(hour)) * 1000`;

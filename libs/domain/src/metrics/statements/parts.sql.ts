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
/** ` AND a AND b`, or nothing where there is no condition. */
export const also = (conditions: readonly SqlFragment[]): SqlFragment =>
  conditions.length === 0 ? NOTHING : sql` AND ${join(conditions, and)}`;

/** ` WHERE a AND b`, or nothing where there is no condition. */
export const where = (conditions: readonly SqlFragment[]): SqlFragment =>
  conditions.length === 0 ? NOTHING : sql` WHERE ${join(conditions, and)}`;

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

/** The same where the whole is read with its groups: it has no dimensions. */
export const dimsOrOverall = (plan: MetricPlan, isOverall: SqlFragment): SqlFragment =>
  plan.withOverall ? sql`if(${isOverall} = 1, emptyArrayString(), ${dimsArray(plan)})` : dimsArray(plan);

/** 1 on rows of the whole, beside the sets of a grouping. */
export const isOverall = ({ withOverall, dimensions }: MetricPlan): SqlFragment =>
  withOverall ? sql`grouping(${column(dimensions[0]!)})` : sql`0`;

/** One more set of a grouping, for the whole. */
export const andOverall = ({ withOverall }: MetricPlan, keys: SqlFragment): SqlFragment =>
  withOverall ? sql`, (${keys})` : NOTHING;

export const millis = (instants: readonly Date[]) => listOf(int64)(instants.map((instant) => instant.getTime()));
export const startsOf = (plan: MetricPlan) => millis(plan.starts);

/** The stretch of the plan, half-open, on a column of instants. */
export const within = (
  instant: SqlFragment,
  { from, until }: { readonly from: Date; readonly until: Date },
): SqlFragment => sql`${instant} >= ${time(from)} AND ${instant} < ${time(until)}`;

/** Scope and filters: stand in every WHERE that reads facts. */
export const allowed = ({ scope, filters }: Pick<MetricPlan, 'scope' | 'filters'>): SqlFragment[] => [
  ...inScope(scope),
  ...filters.map(filterPredicate),
];

/** The part of the scope and filters that says which games. */
export const gamesAllowed = ({ scope, filters }: Pick<MetricPlan, 'scope' | 'filters'>): SqlFragment[] =>
  allowed({ scope, filters: filters.filter(({ dimension }) => columnOf(dimension) === 'game_id') });

/** The filters that say nothing about games. */
export const placesAllowed = ({ filters }: Pick<MetricPlan, 'filters'>): SqlFragment[] =>
  allowed({ scope: EVERYTHING, filters: filters.filter(({ dimension }) => columnOf(dimension) !== 'game_id') });

export const inScope = (scope: Scope): SqlFragment[] =>
  scope.kind === 'everything' ? [] : [sql`game_id IN ${textList(scope.gameIds)}`];

function filterPredicate(filter: Filter): SqlFragment {
  const { dimension, op } = filter;
  if (op === 'neq') return sql`NOT ${filterPredicate({ ...filter, op: 'eq' })}`;
  if (op === 'not_in') return sql`NOT ${filterPredicate({ ...filter, op: 'in' })}`;
  if (op === 'is_not_set') return sql`NOT ${filterPredicate({ ...filter, op: 'is_set' })}`;
  if (dimension !== 'genre' && dimension !== 'developer_id') return sql`(${comparison(column(dimension), filter)})`;
  const games = gamesWhere(filter);
  // Of a game nobody published, neither is known: what is missing can be asked for, too.
  return filter.values.includes('') && (op === 'eq' || op === 'in')
    ? sql`(game_id IN ${games} OR game_id NOT IN ${gamesWhere({ dimension, op: 'is_set', values: [] })})`
    : sql`(game_id IN ${games})`;
}

const gamesWhere = (filter: Filter): SqlFragment =>
  filter.dimension === 'genre'
    ? sql`(SELECT game_id FROM dim_games_now WHERE arrayExists(one -> ${comparison(sql`one`, filter)}, genres))`
    : sql`(SELECT game_id FROM dim_games_now WHERE ${comparison(sql`developer_id`, filter)})`;

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

/**
 * Adds developer and genre to rows that know their game, where they are asked for. A game stands in each of its genres, but
 * in those alone that were asked for.
 */
export function withGames(plan: MetricPlan, rows: SqlFragment): SqlFragment {
  const genre = plan.dimensions.includes('genre');
  if (!genre && !plan.dimensions.includes('developer_id')) return sql`(${rows})`;
  const genres = genre ? sql`, arrayJoin(if(empty(game.genres), [''], game.genres)) AS genre` : NOTHING;
  const asked = plan.filters.filter(({ dimension, op }) => genre && dimension === 'genre' && !DENIALS.includes(op));
  return sql`(
      SELECT fact.*, game.developer_id AS developer_id${genres}
      FROM (${rows}) AS fact LEFT ANY JOIN (
        SELECT game_id AS known_game, toString(developer_id) AS developer_id, arrayMap(one -> toString(one), arrayDistinct(genres)) AS genres
        FROM dim_games_now
      ) AS game ON fact.game_id = game.known_game${where(asked.map((filter) => comparison(sql`genre`, filter)))})`;
}

const DENIALS: readonly string[] = ['neq', 'not_in', 'is_not_set'];

/** Rows with an instant `at_ms` to one value a bucket and one over the whole period, by the plan's dimensions. */
export const perBucket = (plan: MetricPlan, rows: SqlFragment, value: SqlFragment): SqlFragment =>
  groupedByBucket(plan, withGames(plan, rows), value);

/** The same of rows that have all dimensions already. */
export const groupedByBucket = (plan: MetricPlan, from: SqlFragment, value: SqlFragment): SqlFragment => {
  const by = dimensionColumns(plan);
  return sql`
    SELECT ${dimsOrOverall(plan, isOverall(plan))} AS dims, roundDown(at_ms, ${startsOf(plan)}) AS bucket_ms, grouping(bucket_ms) AS is_total, ${value} AS value
    FROM ${from}
    GROUP BY GROUPING SETS ((${leading(by)}bucket_ms), (${commaList(by)})${andOverall(plan, NOTHING)})`;
};

/** `toUnixTimestamp64Milli(column)`, the form in which instants are compared with buckets. */
export const millisOf = (instant: SqlFragment): SqlFragment => sql`toUnixTimestamp64Milli(${instant})`;
export const hourMillis = sql`toInt64(toUnixTimestamp(hour)) * 1000`;

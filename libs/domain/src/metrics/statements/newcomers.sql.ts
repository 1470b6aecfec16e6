import { textList, time } from '../../sql/binders';
import { sql, type SqlFragment } from '../../sql/sql';
import type { MetricPlan } from '../plan/metric-plan';
import type { Dimension } from '../question/dimensions';
import { ACTIVITY_TYPES } from './people.sql';
import {
  also,
  column,
  gamesAllowed,
  groupedByBucket,
  leading,
  millisOf,
  placesAllowed,
  where,
  withGames,
  within,
} from './parts.sql';

/**
 * People by their first act over all history. Games say whose first act it is (with this game, with this developer);
 * everything else is asked of that one act.
 */
export function newcomersSql(plan: MetricPlan): SqlFragment {
  const whose = firstWith(plan);
  const acts = plan.byGames ? withGames(plan, firstActsWithGames(plan)) : sql`(${firstActs(plan)})`;
  return groupedByBucket(
    plan,
    sql`(
      SELECT ${leading(whose)}act[4] AS platform, act[5] AS country, toInt64(act[1]) - ${AHEAD_MS} AS at_ms
      FROM (
        SELECT ${leading(whose)}user_no, splitByChar(char(0), min(told)) AS act
        FROM ${acts}
        GROUP BY ${leading(whose)}user_no)
      WHERE ${within(sql`fromUnixTimestamp64Milli(at_ms, 'UTC')`, plan.period)}${also(placesAllowed(plan))})`,
    sql`count()`,
  );
}

/** Of whom somebody can be new: the asked games or developers, each for itself. */
const firstWith = (plan: MetricPlan): SqlFragment[] =>
  plan.dimensions.filter((dimension: Dimension) => dimension === 'game_id' || dimension === 'developer_id').map(column);

/** Asked about nobody's game. Most people came before the period: their instant is read, not what they did. */
const firstActs = (plan: MetricPlan): SqlFragment => {
  const isLater = sql`user_no GLOBAL NOT IN (SELECT user_no FROM mart_first_acts WHERE first_act.at < ${time(plan.period.from)})`;
  return sql`
          SELECT user_no, ${KEPT_ACT} AS told FROM mart_first_acts WHERE ${isLater}
          UNION ALL
          SELECT user_no, ${ATTRIBUTED_FIRST} AS told
          FROM attributed_events FINAL WHERE ${ATTRIBUTED_ACTS} AND ${isLater}
          GROUP BY user_no`;
};

const firstActsWithGames = (plan: MetricPlan): SqlFragment => sql`
          SELECT user_no, game_id, ${KEPT_ACT} AS told FROM mart_first_game_acts${where(gamesAllowed(plan))}
          UNION ALL
          SELECT user_no, game_id, ${ATTRIBUTED_FIRST} AS told
          FROM attributed_events FINAL WHERE ${ATTRIBUTED_ACTS} AND game_id != ''${also(gamesAllowed(plan))}
          GROUP BY user_no, game_id`;

const ATTRIBUTED_ACTS = sql`event_type IN ${textList(ACTIVITY_TYPES)} AND is_activity AND user_no != 0 AND NOT is_bot AND NOT is_staff`;

/** Makes milliseconds of any year as long as one another, as texts. */
const AHEAD_MS = sql`100000000000000`;

/** An act as a text that sorts as its parts do, none of which holds a NUL: texts are compared at a third of the price of tuples. */
const toldAct = (at: SqlFragment, rest: SqlFragment): SqlFragment =>
  sql`concatWithSeparator(char(0), toString(${AHEAD_MS} + ${millisOf(at)}), ${rest})`;

const KEPT_ACT = toldAct(sql`first_act.at`, sql`first_act.source, first_act.id, first_act.platform, first_act.country`);
const ATTRIBUTED_FIRST = sql`min(${toldAct(sql`effective_at`, sql`source, id, toString(platform), toString(country)`)})`;

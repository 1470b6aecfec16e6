import { textList, time } from '../../sql/binders';
import { sql, type SqlFragment } from '../../sql/sql';
import type { MetricPlan } from '../plan/metric-plan';
import type { Dimension } from '../question/dimensions';
import { FIRST_ACT } from '../../marts/people-marts';
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
      SELECT ${leading(whose)}act.platform AS platform, act.country AS country, ${millisOf(sql`act.at`)} AS at_ms
      FROM (
        SELECT ${leading(whose)}user_no, min(first_act) AS act
        FROM ${acts}
        GROUP BY ${leading(whose)}user_no)
      WHERE ${within(sql`act.at`, plan.period)}${also(placesAllowed(plan))})`,
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
          SELECT user_no, first_act FROM mart_first_acts WHERE ${isLater}
          UNION ALL
          SELECT user_no, ${ATTRIBUTED_FIRST} AS first_act
          FROM attributed_events FINAL WHERE ${ATTRIBUTED_ACTS} AND ${isLater}
          GROUP BY user_no`;
};

const firstActsWithGames = (plan: MetricPlan): SqlFragment => sql`
          SELECT user_no, game_id, first_act FROM mart_first_game_acts${where(gamesAllowed(plan))}
          UNION ALL
          SELECT user_no, game_id, ${ATTRIBUTED_FIRST} AS first_act
          FROM attributed_events FINAL WHERE ${ATTRIBUTED_ACTS} AND game_id != ''${also(gamesAllowed(plan))}
          GROUP BY user_no, game_id`;

const ATTRIBUTED_ACTS = sql`event_type IN ${textList(ACTIVITY_TYPES)} AND is_activity AND user_no != 0 AND NOT is_bot AND NOT is_staff`;
const ATTRIBUTED_FIRST = sql`min((effective_at, source, id, toString(platform), toString(country), toString(game_id))::${FIRST_ACT})`;

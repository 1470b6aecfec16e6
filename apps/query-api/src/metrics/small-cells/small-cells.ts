import {
  type Dimension,
  type MetricPlan,
  type MetricQuestion,
  overallPlan,
  peopleBehind,
  type PeopleOfAnswer,
  type PeopleOfPeriod,
  type PeopleTable,
  peopleTable,
  planBy,
  planOf,
  type Scope,
  splitColumns,
  tellsOfPeople,
} from '@analytics/domain';
import type { Warehouse } from '../../warehouse/warehouse';

export interface Asked {
  readonly question: MetricQuestion;
  readonly scope: Scope;
  readonly watermark: Date | null;
  readonly signal: AbortSignal;
  readonly warehouse: Warehouse;
}

/**
 * Reads how many people are behind the numbers of an answer, where some may be too few to be told. Nothing for totals that are
 * neither broken down nor filtered, and for what does not tell of people.
 */
export async function peopleOf(asked: Asked, fewest: number): Promise<PeopleOfAnswer | undefined> {
  const { metric, dimensions, filters } = asked.question;
  if (!tellsOfPeople(metric) || (dimensions.length === 0 && filters.length === 0)) return undefined;
  const earlier = asked.question.compared();
  const [now, comparison] = await Promise.all([
    peopleIn(asked, fewest),
    earlier && peopleIn({ ...asked, question: earlier }, fewest),
  ]);
  return { ...now, ...(comparison && { comparison }) };
}

async function peopleIn(asked: Asked, fewest: number): Promise<PeopleOfPeriod> {
  const plan = planOf(asked.question, asked.scope, asked.watermark);
  const filtered = [...new Set(plan.filters.map(({ dimension }) => dimension))];
  const [groups, together, ...splits] = await Promise.all([
    table(asked, plan),
    filtered.length === 0 ? undefined : table(asked, overallPlan(plan)),
    ...filtered.map((dimension) => split(asked, plan, dimension, fewest)),
  ]);
  return {
    groups,
    together: together && ([...together.values()][0]?.at(-1) ?? 0),
    split: [...plan.starts, null].map((_, column) => splits.some((columns) => columns[column])),
  };
}

/** Where the filters on a dimension take some of the groups that are hidden together and leave others. */
async function split(asked: Asked, plan: MetricPlan, dimension: Dimension, fewest: number): Promise<boolean[]> {
  const [by, chosenBy] = [planBy(plan, dimension, false), planBy(plan, dimension, true)];
  const [all, chosen] = await Promise.all([table(asked, by), table(asked, chosenBy)]);
  const columns = splitColumns(all, chosen, fewest);
  const whole = columns.at(-1) ?? false;
  // Looked at over the whole period only: then what holds for it holds for its buckets.
  if (by.starts.length !== plan.starts.length) return [...plan.starts, null].map(() => whole);
  return [...plan.starts, null].map((_, column) => columns[column] ?? false);
}

async function table({ question, signal, scope, warehouse }: Asked, plan: MetricPlan): Promise<PeopleTable> {
  const statements = peopleBehind(question.metric, plan);
  const readings = await Promise.all(statements.map((statement) => warehouse.run(statement, { signal, scope })));
  return peopleTable(readings, plan.starts);
}

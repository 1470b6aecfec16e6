import type { MetricValuesAnswer } from '@analytics/contracts';
import { useQueries } from '@tanstack/react-query';
import { valuesQuery } from '../../view-state/question/use-metric-values';
import type { Outlook } from '../../view-state/view';
import { GAME_METRICS, type GameMetric, gamesQuestion } from './sales';

export interface Sales {
  readonly answers: Readonly<Partial<Record<GameMetric, MetricValuesAnswer>>>;
  readonly isLoading: boolean;
  /** The first thing that went wrong; what did not is shown all the same. */
  readonly error: Error | undefined;
  readonly retry: () => void;
}

/** Every number of the own games, each asked once. */
export function useSales(outlook: Outlook, now: Date): Sales {
  const results = useQueries({
    queries: GAME_METRICS.map((metric) => valuesQuery(gamesQuestion(metric, outlook, now))),
  });
  return {
    answers: Object.fromEntries(
      GAME_METRICS.flatMap((metric, at) => (results[at]?.data === undefined ? [] : [[metric, results[at].data]])),
    ),
    isLoading: results.some(({ isPending }) => isPending),
    error: results.find(({ error }) => error !== null)?.error ?? undefined,
    retry: () => {
      for (const { isError, refetch } of results) if (isError) void refetch();
    },
  };
}

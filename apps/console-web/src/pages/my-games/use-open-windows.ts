import type { MetricValuesAnswer } from '@analytics/contracts';
import { useDefinitions } from '../../view-state/question/use-metric-values';
import { hasOpenWindow } from '../../charts/open-window';

/** For how many days people still have time for the second step, where the answer is preliminary for that; else none. */
export function useOpenWindows(): (metric: string, answer: MetricValuesAnswer | undefined) => number {
  const { data: definitions = [] } = useDefinitions();
  return (metric, answer) => {
    const days = definitions.find(({ name }) => name === metric)?.window_days ?? 0;
    return answer !== undefined && hasOpenWindow(answer, days) ? days : 0;
  };
}

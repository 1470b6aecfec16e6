import { resolvePeriod } from '../period';
import type { MetricView, Outlook } from '../view';

/** Parameters of `GET /metrics/values/{name}`, by their names on the wire. */
export type QuestionParameters = Readonly<Record<string, string>>;

export interface Question {
  readonly metric: string;
  readonly parameters: QuestionParameters;
}

type Asked = Outlook & Pick<MetricView, 'metric' | 'granularity'> & Partial<MetricView>;

/** What a view asks the API at this moment. */
export function questionOf(view: Asked, now: Date): Question {
  const { start, end } = resolvePeriod(view.period, view.zone, now);
  return {
    metric: view.metric,
    parameters: {
      period_start: start,
      period_end: end,
      granularity: view.granularity,
      timezone: view.zone,
      ...(view.dimensions !== undefined && view.dimensions.length > 0 && { dimensions: view.dimensions.join(',') }),
      ...(view.filters.length > 0 && { filters: JSON.stringify(view.filters) }),
      ...(view.compare !== 'none' && { compare: view.compare }),
      ...(view.basis !== undefined && view.basis !== 'booking_date' && { basis: view.basis }),
      ...(view.top !== undefined && { limit: String(view.top) }),
    },
  };
}

import type { EventsMeasure } from './measure';
import { metric, type MetricData, type MetricDefinition } from './metric-definition';

export const eventsOf = (type: string, more: Partial<EventsMeasure> = {}): EventsMeasure => ({
  of: 'events',
  types: [`com.platform.${type}.v1`],
  ...more,
});

/** A plain count of events of one type. */
export function counted(
  data: Pick<MetricData, 'name' | 'displayName' | 'description' | 'ownerService' | 'tags' | 'dimensions'> &
    Partial<MetricData> & { readonly type: string; readonly kinds?: readonly string[] },
): MetricDefinition {
  const { type, kinds, ...rest } = data;
  const of = kinds === undefined ? '' : ` (${kinds.join(', ')})`;
  const formula = { en: `number of events ${type}${of}`, ru: `число событий ${type}${of}` };
  const numerator = eventsOf(type, kinds === undefined ? {} : { kinds });
  return metric({ unit: 'count', kind: 'count', formula, numerator, ...rest });
}

import type { Measure } from '../definitions/measure';
import type { MetricDefinition } from '../definitions/metric-definition';

/**
 * Measures whose exact number keeps every id as text in the server's memory: a sketch takes some kilobytes instead. People are
 * bitmaps of small numbers and everything else is a sum: nothing would be saved there, so that such an answer stays exact.
 */
const SKETCHED: readonly Measure['of'][] = ['downloads'];

export const hasApproximation = ({ numerator, denominator }: MetricDefinition): boolean =>
  [numerator, denominator].some((measure) => measure !== undefined && SKETCHED.includes(measure.of));

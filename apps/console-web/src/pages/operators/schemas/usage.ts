import type { SchemaUsage } from '../api/records';

/** Of all versions of a type together; undefined where it is not known. */
export function usageOf(usage: readonly SchemaUsage[] | null): { events: number; violations: number } | undefined {
  if (usage === null) return undefined;
  const sum = (of: (each: SchemaUsage) => number) => usage.reduce((total, each) => total + of(each), 0);
  return { events: sum(({ events }) => events), violations: sum(({ violations }) => violations) };
}

import type { SchemaUsage } from '../api/records';

/** Of all versions of a type together; undefined where it is not known. */
export const eventsOf = (usage: readonly SchemaUsage[] | null): number | undefined =>
  usage?.reduce((total, { events }) => total + events, 0);

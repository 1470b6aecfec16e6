import type { ValidatedEvent } from '@analytics/contracts';
import { worldOf } from '../world';
import { dailyTables } from './daily-tables';
import { derivedTables } from './derived-tables';
import { factTables } from './fact-tables';
import { martTables } from './mart-tables';
import type { TableCheck } from './table-check';
import { userTable } from './user-table';

export interface ExpectedTables {
  /** What single events say, and the copies of it. */
  readonly facts: readonly TableCheck[];
  /** What only several events together say. */
  readonly derived: readonly TableCheck[];
  readonly marts: readonly TableCheck[];
  /** Views over all of them. */
  readonly daily: readonly TableCheck[];
}

/** Every table and mart of the warehouse as it must be after these deliveries, in the order they were decided. */
export function expectedTables(delivered: readonly ValidatedEvent[]): ExpectedTables {
  const world = worldOf(delivered);
  return {
    facts: [...factTables(world), userTable(world)],
    derived: derivedTables(world),
    marts: martTables(world),
    daily: dailyTables(world, delivered),
  };
}

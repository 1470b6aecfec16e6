import type { ValidatedEvent } from '@analytics/contracts';
import { worldOf } from '../world';
import { derivedTables } from './derived-tables';
import { factTables } from './fact-tables';
import { martTables } from './mart-tables';
import type { TableCheck } from './table-check';

/** Every table and mart of the warehouse as it must be after these deliveries, in the order they were decided. */
export function expectedTables(delivered: readonly ValidatedEvent[]): TableCheck[] {
  const world = worldOf(delivered);
  return [...factTables(world), ...derivedTables(world), ...martTables(world)];
}

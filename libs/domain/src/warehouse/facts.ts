import type { ValidatedEvent } from '@analytics/contracts';
import type { InsertTable } from '../sql/insert-table';
import { DIM_GAMES_TABLE, type DimGameRow, dimGameRows } from './dim-game-rows';
import { type EventRow, eventRow, EVENTS_TABLE } from './event-row';
import { type ExposureRow, exposureRows, EXPOSURES_TABLE } from './exposure-rows';
import { type LedgerRow, ledgerRows, REVENUE_LEDGER_TABLE } from './ledger-rows';
import type { Lineage } from './lineage';
import {
  SERVICE_MEASUREMENTS_TABLE,
  type ServiceMeasurementRow,
  serviceMeasurementRows,
} from './service-measurement-rows';

/** Version of the projection below (`xform_ver`): a range proved with another one is proved again. */
export const WAREHOUSE_VERSION = 1;

/** What one event says, by table. */
export interface Facts {
  readonly events: EventRow;
  readonly revenue_ledger: readonly LedgerRow[];
  readonly exposures: readonly ExposureRow[];
  readonly service_measurements: readonly ServiceMeasurementRow[];
  readonly dim_games: readonly DimGameRow[];
}

export type FactTable = keyof Facts;
type RowIn<T extends FactTable> = Facts[T] extends readonly (infer Row)[] ? Row : Facts[T];
export type FactRows = { readonly [T in FactTable]: readonly RowIn<T>[] };

/** The tables the sink fills, in the order it does. */
export const FACT_TABLES: { readonly [T in FactTable]: InsertTable<RowIn<T>> } = {
  events: EVENTS_TABLE,
  revenue_ledger: REVENUE_LEDGER_TABLE,
  exposures: EXPOSURES_TABLE,
  service_measurements: SERVICE_MEASUREMENTS_TABLE,
  dim_games: DIM_GAMES_TABLE,
};

/** Depends on the record alone, so the same record gives the same rows whenever it is read. */
export const factsOf = (event: ValidatedEvent, from: Lineage): Facts => ({
  events: eventRow(event, from),
  revenue_ledger: ledgerRows(event, from),
  exposures: exposureRows(event, from),
  service_measurements: serviceMeasurementRows(event, from),
  dim_games: dimGameRows(event, from),
});

/** The facts of a batch as the blocks that are inserted. */
export const factRows = (facts: readonly Facts[]): FactRows => ({
  events: facts.map((each) => each.events),
  revenue_ledger: facts.flatMap((each) => each.revenue_ledger),
  exposures: facts.flatMap((each) => each.exposures),
  service_measurements: facts.flatMap((each) => each.service_measurements),
  dim_games: facts.flatMap((each) => each.dim_games),
});

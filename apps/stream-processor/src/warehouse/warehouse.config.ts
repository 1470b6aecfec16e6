import type { BatchBounds } from '@analytics/infra-kafka';
import { Env } from '@analytics/service-kit';
import { IsInt, Max, Min } from 'class-validator';

const MIB = 1024 * 1024;

/** The part of the stream processor's configuration that speaks of the warehouse. */
export class WarehouseConfig implements BatchBounds {
  /** Most events of one batch for the warehouse, and most rows of one insert. */
  @Env('STREAM_PROCESSOR_WAREHOUSE_BATCH_ROWS', { yaml: 'warehouse.batch_rows' })
  @IsInt()
  @Min(1)
  @Max(50_000)
  batchRows: number = 50_000;

  /** Most bytes of one batch for the warehouse, as they come from Kafka. */
  @Env('STREAM_PROCESSOR_WAREHOUSE_BATCH_BYTES', { yaml: 'warehouse.batch_bytes' })
  @IsInt()
  @Min(1_024)
  @Max(64 * MIB)
  batchBytes: number = 16 * MIB;

  /** How long a batch for the warehouse stays open for more events, in milliseconds. */
  @Env('STREAM_PROCESSOR_WAREHOUSE_BATCH_MS', { yaml: 'warehouse.batch_ms' })
  @IsInt()
  @Min(0)
  @Max(60_000)
  batchMs: number = 1_000;

  /** Most months one insert may touch; each is a part of its own on the server's disk. */
  @Env('STREAM_PROCESSOR_WAREHOUSE_BATCH_MONTHS', { yaml: 'warehouse.batch_months' })
  @IsInt()
  @Min(1)
  @Max(100)
  batchMonths: number = 50;

  /** Most ranges stored at once by one process; each holds a connection to PostgreSQL meanwhile, and its rows in memory. */
  @Env('STREAM_PROCESSOR_WAREHOUSE_RANGES_AT_ONCE', { yaml: 'warehouse.ranges_at_once' })
  @IsInt()
  @Min(1)
  @Max(50)
  rangesAtOnce: number = 3;

  /** Most events of one range the warehouse may refuse before the partition stops: then the fault is hardly in the events. */
  @Env('STREAM_PROCESSOR_WAREHOUSE_REFUSED_ROWS', { yaml: 'warehouse.refused_rows' })
  @IsInt()
  @Min(0)
  refusedRows: number = 100;

  /** For how long Redis remembers which events were seen, in seconds; what is older is looked up in the warehouse. */
  @Env('STREAM_PROCESSOR_DUPLICATE_HINT_SECONDS', { yaml: 'warehouse.duplicate_hint_seconds' })
  @IsInt()
  @Min(1)
  @Max(15 * 86_400)
  hintSeconds: number = 7 * 86_400;
}

import { placesOfEvents, storedEvent } from '@analytics/domain';
import { ClickHouse } from '@analytics/infra-clickhouse';
import { LakeCatalogue, SinkPositions } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import type { Identity, PlacedStages, TraceStage, ValidatedPlace } from './trace.records';

/** What lake and warehouse say of an event. */
@Injectable()
export class WarehouseStages {
  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly lake: LakeCatalogue,
    private readonly sink: SinkPositions,
  ) {}

  /** The event's row, and the records its copy by identity remembers even when the row is gone. */
  async warehouse({ source, id }: Identity): Promise<PlacedStages> {
    const [rows, copies] = await Promise.all([
      this.clickhouse.run(storedEvent(source, id)),
      this.clickhouse.run(placesOfEvents([[source, id]])),
    ]);
    const stages = rows.map((row): TraceStage => ({
      stage: 'warehouse',
      at: new Date(Number(row.received_ms)),
      table: 'events',
      topic: row._kt,
      partition: row._kp,
      offset: row._ko,
    }));
    const places = new Map<string, ValidatedPlace>();
    for (const { _kt: topic, _kp: partition, _ko: offset, effective_ms: ms } of copies) {
      const happenedAt = new Date(Number(ms));
      places.set(`${topic} ${partition} ${offset}`, { topic, partition, offset: BigInt(offset), happenedAt });
    }
    for (const { _kt: topic, _kp: partition, _ko: offset, event_type: type } of rows) {
      places.set(`${topic} ${partition} ${offset}`, { topic, partition, offset: BigInt(offset), type });
    }
    return { stages, places: [...places.values()] };
  }

  /** The files of the lake that hold these records. */
  async ofLake(places: readonly ValidatedPlace[]): Promise<TraceStage[]> {
    const held = await Promise.all(places.map((place) => this.heldBy(place)));
    return held.flat();
  }

  /** Whether the sink has yet to read one of these records. */
  async isBehindSink(places: readonly ValidatedPlace[]): Promise<boolean> {
    if (places.length === 0) return false;
    const positions = await this.sink.all();
    const next = new Map(positions.map(({ topic, part, nextOffset }) => [`${topic} ${part}`, nextOffset]));
    return places.some(({ topic, partition, offset }) => offset >= (next.get(`${topic} ${partition}`) ?? 0n));
  }

  /** A batch has one file for each type: where neither row nor record tells the type any more, the time says which it may be. */
  private async heldBy({ topic, partition, offset, type, happenedAt }: ValidatedPlace): Promise<TraceStage[]> {
    const known = { ...(type !== undefined && { eventType: type }), ...(happenedAt !== undefined && { happenedAt }) };
    const held = await this.lake.holding({ topic, part: partition }, offset, known);
    return (held?.keys ?? []).map((file) => ({
      stage: 'lake',
      at: held?.committedAt,
      topic,
      partition,
      offset: offset.toString(),
      file,
    }));
  }
}

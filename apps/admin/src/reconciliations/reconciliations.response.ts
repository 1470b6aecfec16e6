import type { OffsetsFound, ReconciliationLine, ReconciliationReport } from '@analytics/infra-postgres';
import { AnswerMeta, answerMeta } from '@analytics/service-kit';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { PipelineRunView } from '../pipelines/pipelines.response';
import { PipelineErrorView } from '../pipelines/pipelines.response';

const RANGES = { type: 'array', items: { type: 'array', items: { type: 'string' } } } as const;

@ApiSchema({ name: 'ReconciliationLine' })
export class ReconciliationLineView {
  @ApiProperty() topic: string;
  @ApiProperty() partition: number;
  @ApiProperty({ format: 'date-time', description: 'The hour in which the lake opened these batches.' }) hour: string;
  @ApiProperty() first_offset: string;
  @ApiProperty() last_offset: string;
  @ApiProperty() offsets: number;
  @ApiProperty() lake_rows: number;
  @ApiProperty() warehouse_rows: number;
  @ApiProperty({ description: 'Distinct identities.' }) lake_events: number;
  @ApiProperty() warehouse_events: number;
  @ApiProperty() lake_xor: string;
  @ApiProperty() warehouse_xor: string;
  @ApiProperty({ description: 'Gross amounts, in kopecks.' }) lake_amount: string;
  @ApiProperty() warehouse_amount: string;
  @ApiProperty({ description: 'Rows of the lake that repeat a stored event.' }) duplicates: number;
  @ApiProperty({ description: 'Events that cannot be facts; they are among the dead letters.' }) refused: number;
  @ApiProperty({ description: 'Offsets the warehouse has not confirmed yet.' }) in_flight: number;
  @ApiProperty() difference: number;
  @ApiProperty({ ...RANGES, description: 'Offsets the warehouse lacks, ends included.' }) missing: string[][];
  @ApiProperty({ ...RANGES, description: 'Offsets it has too much of.' }) extra: string[][];
  @ApiProperty({ ...RANGES, description: 'Offsets whose rows or amounts differ.' }) changed: string[][];
}

@ApiSchema({ name: 'ReconciliationGap' })
export class ReconciliationGapView {
  @ApiProperty() topic: string;
  @ApiProperty() partition: number;
  @ApiProperty() from: string;
  @ApiProperty() to: string;
}

@ApiSchema({ name: 'Reconciliation' })
export class ReconciliationView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ enum: ['queued', 'running', 'succeeded', 'failed', 'cancelled'] }) status: string;
  @ApiProperty({ format: 'date-time' }) from: string;
  @ApiProperty({ format: 'date-time' }) until: string;
  @ApiProperty() repair: boolean;
  @ApiProperty() requested_by: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) compared_at: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'What was found, before any repair.' })
  difference: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'How much of it was mended and compared again.' })
  repaired: number | null;
  @ApiProperty({ type: [ReconciliationGapView], description: 'Offsets that no file of the lake holds.' })
  gaps: ReconciliationGapView[];
  @ApiProperty({ type: [ReconciliationLineView] }) lines: ReconciliationLineView[];
  @ApiProperty({ type: PipelineErrorView, nullable: true }) error: PipelineErrorView | null;
}

export class ReconciliationAnswer {
  @ApiProperty() data: ReconciliationView;
  @ApiProperty() meta: AnswerMeta;
}

const ranges = (found: OffsetsFound): string[][] => found.map(([from, to]) => [from.toString(), to.toString()]);

const toLine = (line: ReconciliationLine): ReconciliationLineView => ({
  topic: line.topic,
  partition: line.part,
  hour: line.hour.toISOString(),
  first_offset: line.firstOffset.toString(),
  last_offset: line.lastOffset.toString(),
  offsets: line.offsets,
  lake_rows: line.lakeRows,
  warehouse_rows: line.warehouseRows,
  lake_events: line.lakeEvents,
  warehouse_events: line.warehouseEvents,
  lake_xor: line.lakeXor.toString(),
  warehouse_xor: line.warehouseXor.toString(),
  lake_amount: line.lakeGrossKopecks.toString(),
  warehouse_amount: line.warehouseGrossKopecks.toString(),
  duplicates: line.duplicates,
  refused: line.refused,
  in_flight: line.inFlight,
  difference: line.difference,
  missing: ranges(line.missing),
  extra: ranges(line.extra),
  changed: ranges(line.changed),
});

export function toReconciliationAnswer(
  { id, status, parameters, requested_by, error }: PipelineRunView,
  report?: ReconciliationReport,
): ReconciliationAnswer {
  return {
    data: {
      id,
      status,
      from: String(parameters['from']),
      until: String(parameters['until']),
      repair: parameters['repair'] === true,
      requested_by,
      compared_at: report?.comparedAt.toISOString() ?? null,
      difference: report?.difference ?? null,
      repaired: report?.repaired ?? null,
      gaps: (report?.gaps ?? []).map(({ topic, part: partition, from, to }) => ({
        ...{ topic, partition },
        ...{ from: from.toString(), to: to.toString() },
      })),
      lines: (report?.lines ?? []).map(toLine),
      error,
    },
    meta: answerMeta(),
  };
}

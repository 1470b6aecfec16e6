import { setMaxListeners } from 'node:events';
import {
  type AllReadings,
  type Answered,
  excludedStatement,
  foldMetricValues,
  type MetricQuestion,
  type MetricStatements,
  metricStatements,
  type MetricValues,
  partedFromOverall,
  planOf,
  SmallCellCover,
  type ValueRow,
  watermarkStatement,
} from '@analytics/domain';
import { Injectable } from '@nestjs/common';
import { type ReadOptions, Warehouse } from '../warehouse/warehouse';
import { Flights } from '../warehouse/flights';
import { OnceEach } from '../warehouse/once-each';
import type { Reader } from './answers/answer-key';
import { type Asked, peopleOf } from './small-cells/small-cells';

type Rows = Answered['rows'];

@Injectable()
export class MetricsService {
  private readonly marks = new Flights<Date | null>();

  constructor(private readonly warehouse: Warehouse) {}

  /** Data is complete through here; null while there is none. */
  watermark(signal?: AbortSignal): Promise<Date | null> {
    return this.marks.share('watermark', signal, async (ended) => {
      const [row] = await this.warehouse.run(watermarkStatement(), { signal: ended });
      const mark = row?.watermark_ms ?? null;
      return mark === null ? null : new Date(Number(mark));
    });
  }

  /**
   * The watermark was read before: what arrives between the reads can only make a bucket fuller than it says. When one reading
   * fails the others are called off.
   */
  async valuesAt(
    question: MetricQuestion,
    { scope, fewestPeople }: Reader,
    watermark: Date | null,
    signal?: AbortSignal,
  ): Promise<MetricValues> {
    const ended = new AbortController();
    const until = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
    // Each reading of an answer listens, and how many there are is limited by what may be asked for.
    setMaxListeners(0, until);
    try {
      const warehouse = new OnceEach(this.warehouse);
      const asked = { question, scope, watermark, signal: until, warehouse };
      const [readings, people] = await Promise.all([
        readingsOf(asked),
        fewestPeople === undefined ? undefined : peopleOf(asked, fewestPeople),
      ]);
      if (people === undefined) return foldMetricValues(readings);
      const cover = new SmallCellCover(people, fewestPeople!);
      return cover.over(foldMetricValues(readings, (dims) => cover.hidesSizeOf(dims)));
    } finally {
      ended.abort();
    }
  }
}

async function readingsOf(asked: Asked): Promise<AllReadings> {
  const { question, scope, watermark, signal, warehouse } = asked;
  const plan = planOf(question, scope, watermark);
  const earlier = question.compared();
  const earlierPlan = earlier && planOf(earlier, scope, watermark);
  const [rows, comparison, excluded] = await Promise.all([
    readAll(warehouse, metricStatements(question.metric, plan), { signal, scope }),
    earlierPlan && readAll(warehouse, metricStatements(question.metric, earlierPlan), { signal, scope }),
    question.metric.leavesOutBotsAndStaff ? warehouse.run(excludedStatement(plan), { signal, scope }) : undefined,
  ]);
  return {
    question,
    rows,
    ...(earlier && comparison && { comparison: { question: earlier, rows: comparison } }),
    watermark,
    excluded: excluded?.[0],
  };
}

async function readAll(
  warehouse: Warehouse,
  { numerator, denominator, overall, withOverall }: MetricStatements,
  options: ReadOptions,
): Promise<Rows> {
  const rowsOf = (statement: MetricStatements['numerator']): Promise<ValueRow[]> => warehouse.run(statement, options);
  const [above, below, whole] = await Promise.all([
    rowsOf(numerator),
    denominator && rowsOf(denominator),
    overall && readAll(warehouse, overall, options),
  ]);
  const rows = { numerator: above, ...(below && { denominator: below }) };
  return withOverall ? partedFromOverall(rows) : { ...rows, ...(whole && { overall: whole }) };
}

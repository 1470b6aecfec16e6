import { setMaxListeners } from 'node:events';
import {
  type AllReadings,
  type Answered,
  excludedStatement,
  foldMetricValues,
  type MetricPlan,
  type MetricQuestion,
  type MetricStatements,
  metricStatements,
  type MetricValues,
  planOf,
  type Scope,
  SmallCellCover,
  type ValueRow,
  watermarkStatement,
} from '@analytics/domain';
import { Injectable } from '@nestjs/common';
import { type ReadOptions, Warehouse } from '../warehouse/warehouse';
import { Flights } from '../warehouse/flights';
import type { Reader } from './answers/answer-key';
import { type Asked, SmallCells } from './small-cells/small-cells';

type Rows = Answered['rows'];

@Injectable()
export class MetricsService {
  private readonly marks = new Flights<Date | null>();

  private readonly smallCells: SmallCells;

  constructor(private readonly warehouse: Warehouse) {
    this.smallCells = new SmallCells(warehouse);
  }

  /** Data is complete through here; null while there is none. */
  watermark(signal?: AbortSignal): Promise<Date | null> {
    return this.marks.share('watermark', signal, async (ended) => {
      const [row] = await this.warehouse.run(watermarkStatement(), { signal: ended });
      const mark = row?.watermark_ms ?? null;
      return mark === null ? null : new Date(Number(mark));
    });
  }

  /** The watermark is read first: what arrives between the reads can only make a bucket fuller than it says. */
  async answer(question: MetricQuestion, scope: Scope): Promise<MetricValues> {
    return this.valuesAt(question, { scope }, await this.watermark());
  }

  /** When one reading fails the others are called off. */
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
      const asked = { question, scope, watermark, signal: until };
      const [readings, people] = await Promise.all([
        this.readingsOf(asked),
        fewestPeople === undefined ? undefined : this.smallCells.peopleOf(asked, fewestPeople),
      ]);
      if (people === undefined) return foldMetricValues(readings);
      const cover = new SmallCellCover(people, fewestPeople!);
      return cover.over(foldMetricValues(readings, (dims) => cover.hidesSizeOf(dims)));
    } finally {
      ended.abort();
    }
  }

  private async readingsOf({ question, scope, watermark, signal }: Asked): Promise<AllReadings> {
    const plan = planOf(question, scope, watermark);
    const earlier = question.compared();
    const [rows, comparison, excluded] = await Promise.all([
      this.read(question, plan, signal),
      earlier && this.read(earlier, planOf(earlier, scope, watermark), signal),
      question.metric.leavesOutBotsAndStaff
        ? this.warehouse.run(excludedStatement(plan), { signal, scope })
        : undefined,
    ]);
    return {
      question,
      rows,
      ...(earlier && comparison && { comparison: { question: earlier, rows: comparison } }),
      watermark,
      excluded: excluded?.[0],
    };
  }

  private read({ metric }: MetricQuestion, plan: MetricPlan, signal: AbortSignal): Promise<Rows> {
    return this.run(metricStatements(metric, plan), { signal, scope: plan.scope });
  }

  private async run({ numerator, denominator, overall }: MetricStatements, options: ReadOptions): Promise<Rows> {
    const rowsOf = (statement: MetricStatements['numerator']): Promise<ValueRow[]> =>
      this.warehouse.run(statement, options);
    const [above, below, whole] = await Promise.all([
      rowsOf(numerator),
      denominator && rowsOf(denominator),
      overall && this.run(overall, options),
    ]);
    return { numerator: above, ...(below && { denominator: below }), ...(whole && { overall: whole }) };
  }
}

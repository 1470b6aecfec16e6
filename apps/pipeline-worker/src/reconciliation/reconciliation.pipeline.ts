import { createHash } from 'node:crypto';
import { VALIDATED_TOPIC } from '@analytics/contracts';
import {
  type CommittedLakeBatch,
  LakeCatalogue,
  type PipelineRunResult,
  type ReconciliationReport,
  SinkPositions,
} from '@analytics/infra-postgres';
import { Injectable, Logger } from '@nestjs/common';
import { Pipeline, type RunContext } from '../runs/pipeline';
import { RunRefused } from '../runs/pipeline-errors';
import type { ComparedHour } from './findings';
import { isPartlyRemoved, type LakePlace, placesOf } from './lake-hours';
import { PlaceComparison } from './place-comparison';
import { ReconciliationParameters } from './reconciliation.parameters';
import { reconciliationDifference, reconciliationRepaired } from './reconciliation.metrics';
import { ReconciliationRepair } from './reconciliation-repair';
import { Settling } from './settling';

type Context = RunContext<ReconciliationParameters>;

/** Asks whether the warehouse holds exactly the events of the lake, names every offset at fault, and mends it on request. */
@Injectable()
export class ReconciliationPipeline extends Pipeline<ReconciliationParameters> {
  readonly name = 'reconciliation';
  readonly version = 'reconciliation-1';
  readonly parameters = ReconciliationParameters;
  private readonly logger = new Logger(ReconciliationPipeline.name);

  constructor(
    private readonly lake: LakeCatalogue,
    private readonly sink: SinkPositions,
    private readonly settling: Settling,
    private readonly comparison: PlaceComparison,
    private readonly repair: ReconciliationRepair,
  ) {
    super();
  }

  async run(context: Context): Promise<PipelineRunResult> {
    const { parameters, run } = context;
    const [from, until] = [new Date(parameters.from), new Date(parameters.until)];
    if (!(from < until)) throw new RunRefused('the period must end after it begins');
    const behind = await this.settling.wait(VALIDATED_TOPIC, parameters.settle_seconds * 1000, context.signal);
    if (behind.length > 0) context.log(`not waited for any longer: ${behind.join(', ')}`);
    const batches = await this.batches(from, until);
    const found = await this.compare(placesOf(batches), context);
    const gaps = (await this.lake.gaps()).map(({ topic, part, from: first, to }) => ({ topic, part, from: first, to }));
    const lost = gaps.reduce((sum, gap) => sum + Number(gap.to - gap.from) + 1, 0);
    const difference = differenceIn(found) + lost;
    const lines = found.map(({ line }) => line);
    const first = { id: run.id, from, until, comparedAt: new Date(), difference, repaired: 0, gaps, lines };
    const report = parameters.repair ? await this.mended(first, found, context) : first;
    if (!parameters.repair) await this.repair.reports.save(run, first);
    this.tell(report, context);
    return { ...resultOf(report, batches), source: { from, until } };
  }

  private async batches(openedFrom: Date, openedUntil: Date): Promise<CommittedLakeBatch[]> {
    const batches: CommittedLakeBatch[] = [];
    for await (const batch of this.lake.batches({ openedFrom, openedUntil })) batches.push(batch);
    return batches;
  }

  private async compare(places: readonly LakePlace[], { signal, log }: Context): Promise<ComparedHour[]> {
    const positions = await this.sink.all();
    const compared: ComparedHour[] = [];
    for (const place of places) {
      const whole = place.hours.filter((hour) => !isPartlyRemoved(hour));
      const left = place.hours.length - whole.length;
      if (left > 0) log(`${place.topic}/${place.part}: ${left} hours whose files were partly removed are left out`);
      if (whole.length === 0) continue;
      const position = positions.find(({ topic, part }) => topic === place.topic && part === place.part);
      const found = await this.comparison.compare({ ...place, hours: whole }, position?.nextOffset ?? 0n, signal);
      log(`${place.topic}/${place.part}: ${whole.length} hours compared, ${differenceIn(found)} offsets at fault`);
      compared.push(...found);
    }
    return compared;
  }

  private async mended(first: ReconciliationReport, found: readonly ComparedHour[], context: Context) {
    const { reports } = this.repair;
    const begun = await reports.begun(context.run, first);
    const left = await this.mend(found, context);
    const report = await reports.mended(context.run, begun, differenceIn(left));
    reconciliationRepaired.inc(report.repaired - begun.repaired);
    return report;
  }

  private async mend(found: readonly ComparedHour[], context: Context): Promise<readonly ComparedHour[]> {
    const faulty = found.filter(({ line }) => line.difference > 0);
    if (faulty.length === 0) return found;
    await this.repair.mend(faulty, context);
    const hours = faulty.map(({ hour }) => hour);
    const places = new Map<string, LakePlace>();
    for (const { topic, part } of hours) {
      const own = hours.filter((hour) => hour.topic === topic && hour.part === part);
      places.set(`${topic}/${part}`, { topic, part, hours: own });
    }
    return this.compare([...places.values()], context);
  }

  private tell(report: ReconciliationReport, { log }: Context): void {
    const { difference, repaired, lines } = report;
    reconciliationDifference.set(difference);
    log(`${lines.length} hours of partitions: difference ${difference}, repaired ${repaired}`);
    if (difference > 0) this.logger.error({ msg: 'lake and warehouse differ', run: report.id, difference, repaired });
  }
}

const differenceIn = (hours: readonly ComparedHour[]): number =>
  hours.reduce((sum, { line }) => sum + line.difference, 0);

function resultOf(report: ReconciliationReport, batches: readonly CommittedLakeBatch[]): PipelineRunResult {
  const write = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
  const hash = createHash('sha256').update(JSON.stringify(report.lines, write)).digest('hex');
  const rows = batches.reduce((sum, batch) => sum + batch.rows, 0);
  const xor = batches.reduce((sum, batch) => sum ^ batch.xor, 0n);
  return {
    inputManifest: { batches: batches.length, rows, xor: String(xor) },
    outputHash: hash,
    processedRecords: rows,
  };
}

import { MART_DUES_TABLE } from '@analytics/domain';
import { ClickHouse } from '@analytics/infra-clickhouse';
import type { HeldRun } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import type { RunContext } from '../runs/pipeline';
import type { ComparedHour } from './findings';
import { HourRepair } from './hour-repair';
import { KeptReport } from './kept-report';

/** Mends what a reconciliation found and has the marts of the touched months made anew; keeps the report. */
@Injectable()
export class ReconciliationRepair {
  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly hours: HourRepair,
    readonly reports: KeptReport,
  ) {}

  async mend(faulty: readonly ComparedHour[], { run, signal, log, request }: RunContext<object>): Promise<void> {
    const months = new Set<number>();
    for (const hour of faulty) for (const month of await this.hours.months(hour, signal)) months.add(month);
    // Written down before anything is touched: a worker that dies in the middle leaves marts that are known to be due.
    await this.marksDue(months, run, 'before', signal);
    for (const hour of faulty) {
      const { topic, part, hour: at } = hour.hour;
      const name = `${run.id}:${run.attempts}:${topic}:${part}:${at.getTime()}`;
      const stored = await this.hours.mend(hour, name, signal);
      log(`${topic}/${part} ${at.toISOString()}: ${stored} events stored anew`);
    }
    await this.marksDue(months, run, 'after', signal);
    const names = [...months]
      .sort()
      .map((month) => `${Math.floor(month / 100)}-${String(month % 100).padStart(2, '0')}`);
    await request('rebuild-marts', { months: names });
  }

  private async marksDue(months: ReadonlySet<number>, run: HeldRun, when: string, signal: AbortSignal): Promise<void> {
    const asked_at = new Date();
    const rows = [...months].map((month) => ({ month, asked_at }));
    const token = `repair:${run.id}:${run.attempts}:${when}`;
    await this.clickhouse.insert(MART_DUES_TABLE, rows, { token, signal });
  }
}

import { createHash } from 'node:crypto';
import { monthsOfOffsets, touchedBy } from '@analytics/domain';
import { ClickHouse, DerivedFacts } from '@analytics/infra-clickhouse';
import { Injectable } from '@nestjs/common';
import { FactWriter } from '../facts/fact-writer';
import type { LakeEvent } from '../lake/lake-reader';
import type { ComparedHour } from './findings';
import { spanOf } from './lake-hours';
import { RowComparison } from './row-comparison';

const EVENTS_AT_A_TIME = 10_000;
const MONTHS_AT_A_TIME = 10_000;

/** Makes the facts of an hour what the lake says: what is too much or other is taken out, what is then missing put in. */
@Injectable()
export class HourRepair {
  private readonly derived: DerivedFacts;

  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly rows: RowComparison,
    private readonly facts: FactWriter,
  ) {
    this.derived = new DerivedFacts(clickhouse);
  }

  /** The months whose marts no longer follow from the facts once this hour is mended, as `YYYYMM`. */
  async months({ hour, findings }: ComparedHour, signal: AbortSignal): Promise<Set<number>> {
    const months = new Set<number>();
    const stored = [...findings.extra, ...findings.changed];
    for (let at = 0; at < stored.length; at += MONTHS_AT_A_TIME) {
      const part = stored.slice(at, at + MONTHS_AT_A_TIME);
      const rows = await this.clickhouse.run(monthsOfOffsets(spanOf(hour, [hour]), part), { signal });
      for (const { month } of rows) months.add(month);
    }
    for await (const { event } of this.rows.eventsOf(hour, findings.restore, signal)) {
      const at = new Date(event.effective_at);
      months.add(at.getUTCFullYear() * 100 + at.getUTCMonth() + 1);
    }
    return months;
  }

  /** `name` tells this repair from every other one: a token stands for one content. Says how many events were put in. */
  async mend({ hour, findings }: ComparedHour, name: string, signal: AbortSignal): Promise<number> {
    const wrong = [...findings.extra, ...findings.changed];
    await this.facts.erase(spanOf(hour, [hour]), wrong, signal);
    let stored = 0;
    let events: LakeEvent[] = [];
    const store = async () => {
      stored += await this.facts.insert(events, `repair:${name}:${digest(events)}`, signal);
      await this.derived.settle(touchedBy(events.map(({ event }) => event)));
      events = [];
    };
    for await (const event of this.rows.eventsOf(hour, findings.restore, signal)) {
      events.push(event);
      if (events.length === EVENTS_AT_A_TIME) await store();
    }
    if (events.length > 0) await store();
    return stored;
  }
}

const digest = (events: readonly LakeEvent[]): string => {
  const hash = createHash('sha256');
  for (const { lineage } of events) hash.update(`${lineage.topic}/${lineage.partition}/${lineage.offset};`);
  return hash.digest('hex').slice(0, 32);
};

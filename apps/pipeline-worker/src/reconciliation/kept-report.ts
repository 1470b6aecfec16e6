import { AuditLog, type HeldRun, type ReconciliationReport, ReconciliationsStore } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';

/** Who acts when no person does. */
const ACTOR = 'system:reconciliation';

/**
 * The report of a run that repairs: what was found is kept before anything is touched, so that whoever goes on with the run still
 * knows of what is mended by then.
 */
@Injectable()
export class KeptReport {
  constructor(
    private readonly reports: ReconciliationsStore,
    private readonly audit: AuditLog,
  ) {}

  /** What an earlier try of the run found and set out to mend; else what this one found. */
  async begun(run: HeldRun, found: ReconciliationReport): Promise<ReconciliationReport> {
    const earlier = await this.reports.find(run.id);
    if (earlier !== undefined && inLines(earlier) > 0) return earlier;
    if (inLines(found) > 0) await this.reports.save(run, found);
    return found;
  }

  save(run: HeldRun, report: ReconciliationReport): Promise<void> {
    return this.reports.save(run, report);
  }

  /** How the repair ended: `left` is what still differs. The audit hears of it once, with the report that first says so. */
  async mended(run: HeldRun, begun: ReconciliationReport, left: number): Promise<ReconciliationReport> {
    const repaired = Math.max(begun.repaired, inLines(begun) - left, 0);
    const report = { ...begun, repaired, comparedAt: new Date() };
    const isFirst = begun.repaired === 0 && repaired > 0;
    await this.reports.save(run, report, async (tx) => {
      if (!isFirst) return;
      const entry = { actor: ACTOR, action: 'reconciliation.repair', object: run.id, after: repairOf(run, report) };
      await this.audit.record({ ...entry, result: left === 0 ? 'done' : 'partly' }, tx);
    });
    return report;
  }
}

const inLines = ({ lines }: Pick<ReconciliationReport, 'lines'>): number =>
  lines.reduce((sum, { difference }) => sum + difference, 0);

function repairOf({ requestedBy }: HeldRun, { from, until, lines, repaired }: ReconciliationReport) {
  const offsets = (kind: 'missing' | 'extra' | 'changed'): number =>
    lines.flatMap((line) => line[kind]).reduce((sum, [first, last]) => sum + Number(last - first) + 1, 0);
  const kinds = { missing: offsets('missing'), extra: offsets('extra'), changed: offsets('changed') };
  const difference = inLines({ lines });
  // A line lists so many ranges at most: what is beyond is known by number only.
  const unlisted = difference - kinds.missing - kinds.extra - kinds.changed;
  const period = { from: from.toISOString(), until: until.toISOString() };
  return { ...period, requested_by: requestedBy, difference, repaired, ...kinds, ...(unlisted > 0 && { unlisted }) };
}

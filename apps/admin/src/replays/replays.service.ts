import { createHash, randomUUID } from 'node:crypto';
import type { InTwoLanguages } from '@analytics/contracts';
import { canonicalJson, jsonPatchOf } from '@analytics/domain';
import {
  AuditLog,
  type CreationRequest,
  CreationRequests,
  type EntityManager,
  Postgres,
  type Replay,
  type ReplayFilter,
  type ReplayPlace,
  type ReplayReasonCount,
  ReplaysStore,
  type ReplayStatus,
} from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { RateTooHigh, RehearsalNotConfigured, ReplayNotInState, ReplayUnknown, SelfApproval } from './replay-errors';
import { ReplaysConfig } from './replays.config';

export interface ReplayWish {
  readonly filter: ReplayFilter;
  readonly patch: readonly unknown[] | undefined;
  readonly dryRun: boolean;
  readonly ratePerSecond: number | undefined;
}

/** What a request for a replay is answered by, however often it comes. */
export type RequestedReplay = Pick<Replay, 'id' | 'status' | 'selected' | 'patched' | 'skipped' | 'ratePerSecond'>;

export interface ReplayFound {
  readonly replay: Replay;
  readonly reasons: readonly ReplayReasonCount[];
}

export interface PreviewedRecord {
  readonly id: string;
  readonly skipped: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

export interface Offer {
  readonly type: string;
  readonly records: number;
  readonly oldest: Date;
}

export type ReplayCommand = 'approve' | 'pause' | 'resume' | 'cancel';

/** From which states a command leads on. */
const FROM: Readonly<Record<ReplayCommand, readonly Replay['status'][]>> = {
  approve: ['awaiting_approval'],
  pause: ['planned', 'running'],
  resume: ['paused'],
  cancel: ['planned', 'awaiting_approval', 'running', 'paused'],
};
const DONE: Readonly<Record<ReplayCommand, InTwoLanguages>> = {
  approve: { en: 'approved', ru: 'утвердить' },
  pause: { en: 'paused', ru: 'приостановить' },
  resume: { en: 'resumed', ru: 'продолжить' },
  cancel: { en: 'cancelled', ru: 'отменить' },
};

/** What operators decide about replays. Each decision and its record in the audit are one transaction. */
@Injectable()
export class ReplaysService {
  constructor(
    private readonly config: ReplaysConfig,
    private readonly postgres: Postgres,
    private readonly store: ReplaysStore,
    private readonly audit: AuditLog,
    private readonly requests: CreationRequests,
  ) {}

  request(wish: ReplayWish, by: string, request?: CreationRequest): Promise<RequestedReplay> {
    const { filter, patch = null, dryRun, ratePerSecond = this.config.ratePerSecond } = wish;
    if (ratePerSecond > this.config.ratePerSecondMost) throw new RateTooHigh(this.config.ratePerSecondMost);
    if (dryRun && (this.config.ingestionUrl === '' || this.config.tokenUrl === '')) throw new RehearsalNotConfigured();
    // Refuses what is no patch.
    if (patch !== null) jsonPatchOf(patch);
    const bounds = { records: this.config.records, replays: this.config.replaysPerRecord };
    const create = async (tx: EntityManager): Promise<RequestedReplay> => {
      const followsLive = wish.ratePerSecond === undefined;
      const asked = { id: randomUUID(), dryRun, filter, patch, ratePerSecond, followsLive, requestedBy: by };
      const replay = await this.store.create(tx, asked, bounds);
      await this.record(tx, by, 'replay.request', replay, 'done');
      return replay;
    };
    return this.postgres.transaction((tx) =>
      this.requests.once(tx, request, { make: () => create(tx), keep: requestedOf, again: requestedOf }),
    );
  }

  async find(id: string): Promise<ReplayFound> {
    const replay = await this.store.find(id);
    if (replay === undefined) throw new ReplayUnknown();
    return { replay, reasons: (await this.store.reasons([id])).get(id) ?? [] };
  }

  async page(status: ReplayStatus | undefined, place: ReplayPlace | undefined, limit: number): Promise<ReplayFound[]> {
    const replays = await this.store.page(status, place, limit);
    const reasons = await this.store.reasons(replays.map(({ id }) => id));
    return replays.map((replay) => ({ replay, reasons: reasons.get(replay.id) ?? [] }));
  }

  async command(id: string, command: ReplayCommand, by: string): Promise<ReplayFound> {
    const refused = await this.postgres.transaction(async (tx) => {
      const before = await this.store.locked(tx, id);
      if (before === undefined) throw new ReplayUnknown();
      const refusal = refusalOf(before, command, by);
      if (refusal === undefined) {
        await this.record(tx, by, `replay.${command}`, await this.changed(tx, before, command, by), 'done');
      } else await this.record(tx, by, `replay.${command}`, before, `refused: ${refusal.code}`);
      return refusal;
    });
    if (refused !== undefined) throw refused;
    return this.find(id);
  }

  private changed(tx: EntityManager, { id, startedAt }: Replay, command: ReplayCommand, by: string): Promise<Replay> {
    switch (command) {
      case 'approve':
        return this.store.approve(tx, id, by);
      case 'pause':
        return this.store.setStatus(tx, id, 'paused');
      case 'resume':
        return this.store.setStatus(tx, id, startedAt === null ? 'planned' : 'running');
      case 'cancel':
        return this.store.cancel(tx, id);
    }
  }

  private record(tx: EntityManager, actor: string, action: string, replay: Replay, result: string): Promise<void> {
    const { id, status, selected, patch, dryRun, ratePerSecond } = replay;
    const { ids, ...filter } = replay.filter;
    const after = {
      ...{ status, selected, dry_run: dryRun, rate_limit_per_second: ratePerSecond },
      filter: { ...filter, ...(Array.isArray(ids) && { ids: ids.length }) },
      // What a patch writes may be personal: its hash proves which one it was.
      ...(patch !== null && { patch_sha256: createHash('sha256').update(canonicalJson(patch)).digest('hex') }),
    };
    return this.audit.record({ actor, action, object: id, after, result }, tx);
  }
}

const requestedOf = ({ id, status, selected, patched, skipped, ratePerSecond }: RequestedReplay): RequestedReplay => ({
  ...{ id, status, selected, patched, skipped, ratePerSecond },
});

function refusalOf(replay: Replay, command: ReplayCommand, by: string): SelfApproval | ReplayNotInState | undefined {
  if (!FROM[command].includes(replay.status)) return new ReplayNotInState(DONE[command], replay.status);
  return command === 'approve' && replay.requestedBy === by ? new SelfApproval() : undefined;
}

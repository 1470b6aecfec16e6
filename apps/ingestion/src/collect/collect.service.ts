import { type CollectItem, EVENT_LIMITS } from '@analytics/contracts';
import { fingerprintOf, type Refusal } from '@analytics/domain';
import type { Outgoing } from '@analytics/infra-kafka';
import { Injectable } from '@nestjs/common';
import { EventChecks } from '../checks/event-checks';
import { collectedRecord } from '../collected-record';
import { EventSink } from '../spool/event-sink';
import { mayCarry, type Sender } from '../write-keys/sender';
import { countVerdicts } from './collect.metrics';
import type { Arrived } from './events/arrived';
import { isTooLarge } from './events/cloud-events';
import { type Identity, identityOf, nameOf, withoutData } from './events/identity';
import { RecentEvents } from './events/recent-events';

interface Judged {
  readonly item: CollectItem;
  readonly record?: Outgoing;
}

interface Request {
  readonly sender: Sender;
  readonly receivedAt: Date;
  /** Fingerprints of what this request brought and was accepted, by identity. */
  readonly accepted: Map<string, string>;
}

@Injectable()
export class CollectService {
  constructor(
    private readonly checks: EventChecks,
    private readonly sink: EventSink,
    private readonly recent: RecentEvents,
  ) {}

  /**
   * Judges each item alone and resolves once every record is safe. What is refused goes the same way when it can be told
   * apart, with its verdict, so that intake, the one writer of dead letters, keeps it for repair. A repeat is harmless:
   * (source, id) counts once.
   */
  async collect(items: readonly Arrived[], sender: Sender, receivedAt: Date): Promise<CollectItem[]> {
    const request: Request = { sender, receivedAt, accepted: new Map() };
    const judged = items.map((arrived, index) => this.judge(arrived, index, request));
    const records = judged.flatMap(({ record }) => (record === undefined ? [] : [record]));
    if (records.length > 0) await this.sink.send(records);
    // Only now: an event that was not acknowledged is no repeat when it comes again.
    for (const [name, fingerprint] of request.accepted) this.recent.remember(name, fingerprint);
    const verdicts = judged.map(({ item }) => item);
    countVerdicts(verdicts);
    return verdicts;
  }

  private judge(arrived: Arrived, index: number, request: Request): Judged {
    const identity = identityOf(arrived.event);
    const { text, fault } = arrived;
    if (isTooLarge(text)) return refusedItem(arrived, index, identity, request, TOO_LARGE);
    if (fault !== undefined) return refusedItem(arrived, index, identity, request, fault);
    if (identity !== undefined && !mayCarry(request.sender, identity.source, identity.type)) {
      return refusedItem(arrived, index, identity, request, NOT_ALLOWED);
    }
    const checked = this.checks.check(arrived.event, request.receivedAt);
    if (!checked.ok) return refusedItem(arrived, index, identity, request, checked.refusal);
    return this.compared(arrived, index, checked.value.event, request);
  }

  /** The same again is told so and not stored twice; another event under a name already given is refused. */
  private compared(arrived: Arrived, index: number, { source, id }: Identity, request: Request): Judged {
    const fingerprint = fingerprintOf(arrived.content ?? (arrived.event as object));
    const name = nameOf({ source, id });
    const known = request.accepted.get(name) ?? this.recent.fingerprintOf(name);
    if (known === fingerprint) return { item: { index, id, source, status: 'duplicate' } };
    if (known !== undefined) {
      return refusedItem(arrived, index, { source, id, type: '' }, request, CONFLICT, fingerprint);
    }
    request.accepted.set(name, fingerprint);
    const { receivedAt, sender } = request;
    const facts = { receivedAt, writeKeyId: sender.id, fingerprint, ...(arrived.from && { from: arrived.from }) };
    const record = collectedRecord(arrived.event as Readonly<Record<string, unknown>>, arrived.text, facts);
    return { item: { index, id, source, status: 'accepted' }, record };
  }
}

function refusedItem(
  { event, text }: Arrived,
  index: number,
  identity: Identity | undefined,
  { sender, receivedAt }: Request,
  refusal: Refusal,
  fingerprint?: string,
): Judged {
  const told = {
    index,
    status: 'rejected',
    code: refusal.code,
    pointer: refusal.pointer ?? '',
    detail: refusal.detail,
  } as const;
  // What cannot be told apart from other events cannot be repaired: it is answered and counted only.
  if (identity === undefined) return { item: told };
  const members = event as Readonly<Record<string, unknown>>;
  const facts = { receivedAt, writeKeyId: sender.id, refusal, ...(fingerprint !== undefined && { fingerprint }) };
  const record = collectedRecord(members, refusal === TOO_LARGE ? withoutData(text, members) : text, facts);
  return { item: { ...told, id: identity.id, source: identity.source }, record };
}

const TOO_LARGE: Refusal = {
  code: 'TOO_LARGE',
  detail: `must be at most ${EVENT_LIMITS.eventBytes} bytes`,
  pointer: '',
};
const NOT_ALLOWED: Refusal = {
  code: 'SOURCE_NOT_ALLOWED',
  detail: 'the write key may not send events of this source or type',
  pointer: '/source',
};
const CONFLICT: Refusal = {
  code: 'ID_CONFLICT',
  detail: 'another event of this source has this id, and the first one stays',
  pointer: '/id',
};

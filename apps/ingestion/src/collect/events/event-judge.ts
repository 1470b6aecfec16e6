import { type CollectItem, EVENT_LIMITS } from '@analytics/contracts';
import { fingerprintOf, type Refusal, type TimeBounds } from '@analytics/domain';
import type { Outgoing } from '@analytics/infra-kafka';
import { Injectable } from '@nestjs/common';
import { EventChecks } from '../../checks/event-checks';
import { collectedRecord } from '../../collected-record';
import { forbiddenMember, type Sender } from '../../write-keys/sender';
import type { Arrived } from './arrived';
import { isTooLarge } from './cloud-events';
import { type Identity, identityOf, nameOf, withoutData } from './identity';

export interface Judged {
  readonly item: CollectItem;
  readonly record?: Outgoing;
}

/** What events that came together have in common. */
export interface Delivery {
  readonly sender: Pick<Sender, 'id' | 'sources' | 'types'>;
  readonly receivedAt: Date;
  /** Set for a file of old events: they may be older than live ones. */
  readonly import?: { readonly id: string; readonly bounds: TimeBounds };
  /** Fingerprints of what this delivery brought and was accepted, by identity. */
  readonly accepted: Map<string, string>;
  /** Fingerprint of what came before under an identity, as far as it is remembered. */
  known(name: string): string | undefined;
}

/** The verdict on one event that came from outside, and the record it becomes. Requests and imports share it, so they agree. */
@Injectable()
export class EventJudge {
  constructor(private readonly checks: EventChecks) {}

  judge(arrived: Arrived, index: number, delivery: Delivery): Judged {
    const identity = identityOf(arrived.event);
    const { text, fault } = arrived;
    if (isTooLarge(text)) return refusedItem(arrived, index, identity, delivery, TOO_LARGE);
    if (fault !== undefined) return refusedItem(arrived, index, identity, delivery, fault);
    const forbidden = identity === undefined ? undefined : forbiddenMember(delivery.sender, identity);
    if (forbidden !== undefined) return refusedItem(arrived, index, identity, delivery, NOT_ALLOWED[forbidden]);
    const checked = this.checks.check(arrived.event, delivery.receivedAt, delivery.import?.bounds);
    if (!checked.ok) return refusedItem(arrived, index, identity, delivery, checked.refusal);
    return this.compared(arrived, index, checked.value.event, delivery);
  }

  /** The same again is told so and not stored twice; another event under a name already given is refused. */
  private compared(arrived: Arrived, index: number, { source, id }: Identity, delivery: Delivery): Judged {
    const fingerprint = fingerprintOf(arrived.content ?? (arrived.event as object));
    const name = nameOf({ source, id });
    const known = delivery.accepted.get(name) ?? delivery.known(name);
    if (known === fingerprint) return { item: { index, id, source, status: 'duplicate' } };
    if (known !== undefined) {
      return refusedItem(arrived, index, { source, id, type: '' }, delivery, CONFLICT, fingerprint);
    }
    delivery.accepted.set(name, fingerprint);
    const { receivedAt, sender, import: imported } = delivery;
    const record = collectedRecord(arrived.event as Readonly<Record<string, unknown>>, arrived.text, {
      receivedAt,
      writeKeyId: sender.id,
      fingerprint,
      importId: imported?.id,
      from: arrived.from,
    });
    return { item: { index, id, source, status: 'accepted' }, record };
  }
}

const factsOf = ({ receivedAt, sender, import: imported }: Delivery) => ({
  receivedAt,
  writeKeyId: sender.id,
  ...(imported && { importId: imported.id }),
});

function refusedItem(
  { event, text }: Arrived,
  index: number,
  identity: Identity | undefined,
  delivery: Delivery,
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
  const facts = { ...factsOf(delivery), refusal, ...(fingerprint !== undefined && { fingerprint }) };
  const record = collectedRecord(members, refusal === TOO_LARGE ? withoutData(text, members) : text, facts);
  return { item: { ...told, id: identity.id, source: identity.source }, record };
}

const TOO_LARGE: Refusal = {
  code: 'TOO_LARGE',
  detail: `must be at most ${EVENT_LIMITS.eventBytes} bytes`,
  pointer: '',
};
const notAllowed = (member: 'source' | 'type'): Refusal => ({
  code: 'SOURCE_NOT_ALLOWED',
  detail: `the write key may not send events of this ${member}`,
  pointer: `/${member}`,
});
const NOT_ALLOWED = { source: notAllowed('source'), type: notAllowed('type') };
const CONFLICT: Refusal = {
  code: 'ID_CONFLICT',
  detail: 'another event of this source has this id, and the first one stays',
  pointer: '/id',
};

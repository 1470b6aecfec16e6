import type { ValidatedEvent } from '@analytics/contracts';
import { col } from '../sql/columns';
import { firstTextIn, instantOf, textIn, wholeIn } from './reading/data-fields';

const word = col.lowCardinality(col.string);

/** What metrics ask for most, read from `data` once instead of at every question; SQL has the same rules as defaults. */
export const PROMOTED_COLUMNS = {
  game_id: word,
  client_version: word,
  campaign_id: word,
  placement: word,
  channel: word,
  payment_method: word,
  acquisition: word,
  service: word,
  kind: word,
  status: word,
  subject_id: col.string,
  own_at: col.nullable(col.dateTime64(3)),
  duration_seconds: col.uint32,
  rating: col.uint8,
  is_activity: col.bool,
} as const;

const ACTS = new Set([
  'com.platform.library.session.started.v1',
  'com.platform.catalog.game.viewed.v1',
  'com.platform.social.review.created.v1',
  'com.platform.social.friend.added.v1',
]);
const PAYMENT = 'com.platform.payment.transaction.completed.v1';
const KINDS = ['kind', 'action', 'name'];
const SUBJECTS = ['sessionId', 'transactionId', 'downloadId', 'reviewId', 'notificationId'];
const OWN_TIMES = ['sessionStartTime', 'sessionEndTime'];

export function promotedFrom({ type, data }: ValidatedEvent) {
  const kind = firstTextIn(data, KINDS);
  const status = textIn(data, 'status');
  return {
    game_id: textIn(data, 'gameId'),
    client_version: textIn(data, 'clientVersion'),
    campaign_id: textIn(data, 'campaignId'),
    placement: textIn(data, 'placement'),
    channel: textIn(data, 'channel'),
    payment_method: textIn(data, 'paymentMethod'),
    acquisition: textIn(data, 'acquisition'),
    service: textIn(data, 'service'),
    kind,
    status,
    subject_id: firstTextIn(data, SUBJECTS),
    own_at: instantOf(firstTextIn(data, OWN_TIMES)),
    duration_seconds: wholeIn(data, 'durationSeconds', 0xffff_ffff) ?? 0,
    rating: wholeIn(data, 'rating', 0xff) ?? 0,
    is_activity: ACTS.has(type) || (type === PAYMENT && kind !== 'topup' && status === 'completed'),
  };
}

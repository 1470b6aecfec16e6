import type { ValidatedEvent } from '@analytics/contracts';
import { col } from '../sql/columns';
import { firstTextIn, instantOf } from './reading/data-fields';

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

type Data = ValidatedEvent['data'];

export const kindIn = (data: Data): string => firstTextIn(data, KINDS);
export const subjectIn = (data: Data): string => firstTextIn(data, SUBJECTS);

export function ownTimeIn(data: Data): Date | null {
  const text = firstTextIn(data, OWN_TIMES);
  return text === '' ? null : instantOf(text);
}

/** Whether somebody did something by it, rather than that something happened to them. */
export const isActivity = (type: string, kind: string, status: string): boolean =>
  ACTS.has(type) || (type === PAYMENT && kind !== 'topup' && status === 'completed');

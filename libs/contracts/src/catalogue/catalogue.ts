import type { EventSchema } from './event-schema';
import authUserRegistered from './schemas/com.platform.auth.user.registered.v1.json';
import authUserLoggedin from './schemas/com.platform.auth.user.loggedin.v1.json';
import accountProfileUpdated from './schemas/com.platform.account.profile.updated.v1.json';
import accountStatusUpdated from './schemas/com.platform.account.status.updated.v1.json';
import catalogGameViewed from './schemas/com.platform.catalog.game.viewed.v1.json';
import catalogGameSearched from './schemas/com.platform.catalog.game.searched.v1.json';
import catalogGameWishlisted from './schemas/com.platform.catalog.game.wishlisted.v1.json';
import catalogGameUnwishlisted from './schemas/com.platform.catalog.game.unwishlisted.v1.json';
import libraryGameAdded from './schemas/com.platform.library.game.added.v1.json';
import librarySessionStarted from './schemas/com.platform.library.session.started.v1.json';
import librarySessionHeartbeat from './schemas/com.platform.library.session.heartbeat.v1.json';
import librarySessionEnded from './schemas/com.platform.library.session.ended.v1.json';
import paymentTransactionCompleted from './schemas/com.platform.payment.transaction.completed.v1.json';
import paymentRefundProcessed from './schemas/com.platform.payment.refund.processed.v1.json';
import downloadStarted from './schemas/com.platform.download.started.v1.json';
import downloadCompleted from './schemas/com.platform.download.completed.v1.json';
import socialReviewCreated from './schemas/com.platform.social.review.created.v1.json';
import socialFriendAdded from './schemas/com.platform.social.friend.added.v1.json';
import notificationSent from './schemas/com.platform.notification.sent.v1.json';
import notificationFailed from './schemas/com.platform.notification.failed.v1.json';
import developerGamePublished from './schemas/com.platform.developer.game.published.v1.json';
import adminUserBanned from './schemas/com.platform.admin.user.banned.v1.json';
import marketingCampaignInteracted from './schemas/com.platform.marketing.campaign.interacted.v1.json';
import analyticsExperimentExposed from './schemas/com.platform.analytics.experiment.exposed.v1.json';
import systemServiceMeasured from './schemas/com.platform.system.service.measured.v1.json';
import systemLogRecorded from './schemas/com.platform.system.log.recorded.v1.json';
import clientEventTracked from './schemas/com.platform.client.event.tracked.v1.json';
import clientPageViewed from './schemas/com.platform.client.page.viewed.v1.json';

export interface CatalogueEntry {
  readonly type: string;
  readonly version: number;
  readonly schema: EventSchema;
}

const SCHEMAS = [
  authUserRegistered,
  authUserLoggedin,
  accountProfileUpdated,
  accountStatusUpdated,
  catalogGameViewed,
  catalogGameSearched,
  catalogGameWishlisted,
  catalogGameUnwishlisted,
  libraryGameAdded,
  librarySessionStarted,
  librarySessionHeartbeat,
  librarySessionEnded,
  paymentTransactionCompleted,
  paymentRefundProcessed,
  downloadStarted,
  downloadCompleted,
  socialReviewCreated,
  socialFriendAdded,
  notificationSent,
  notificationFailed,
  developerGamePublished,
  adminUserBanned,
  marketingCampaignInteracted,
  analyticsExperimentExposed,
  systemServiceMeasured,
  systemLogRecorded,
  clientEventTracked,
  clientPageViewed,
];

/** The event types the product knows on day one; their schemas are the source, everything else is derived from them. */
export const CATALOGUE: readonly CatalogueEntry[] = SCHEMAS.map((schema) => ({
  type: schema.title,
  version: 1,
  schema: schema as unknown as EventSchema,
}));

export const GAME_VIEWED = catalogGameViewed.title;

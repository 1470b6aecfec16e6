// Generated from ./schemas by `npm run generate`; edit the schemas, not this file.

/** A person changed the profile. */
export interface AccountProfileUpdated {
  /** Account on the platform. */
  readonly userId: string;
  /** Names of the fields that changed. */
  readonly changedFields: readonly string[];
  /** Country, ISO 3166-1 alpha-2. */
  readonly countryCode?: string;
  /** Language, BCP 47. */
  readonly language?: string;
}

/** The status of an account changed. */
export interface AccountStatusUpdated {
  /** Account on the platform. */
  readonly userId: string;
  /** Status before. */
  readonly oldStatus: string;
  /** Status after. */
  readonly newStatus: string;
  /** Why. */
  readonly reason?: string;
}

/** An account was banned. */
export interface AdminUserBanned {
  /** Account on the platform. */
  readonly userId: string;
  /** Who banned it. */
  readonly adminId: string;
  /** Why. */
  readonly reason: string;
  /** When the ban ends. */
  readonly until?: string;
}

/** A person saw a variant of an experiment. */
export interface AnalyticsExperimentExposed {
  /** Key of the experiment. */
  readonly experimentKey: string;
  /** Key of the variant. */
  readonly variantKey: string;
  /** Account on the platform. */
  readonly userId?: string;
  /** Device of a person who is not logged in. */
  readonly anonymousId?: string;
}

/** A person logged in. */
export interface AuthUserLoggedin {
  /** Account on the platform. */
  readonly userId: string;
  /** How: password, vk, yandex, phone… */
  readonly method: string;
  /** Platform of the client. */
  readonly platform: 'windows' | 'macos' | 'linux' | 'android' | 'ios' | 'web' | 'console';
  /** Version of the client program. */
  readonly clientVersion: string;
  /** Address of the client; becomes a country and is dropped. */
  readonly ipAddress?: string;
  /** User-Agent of the client; becomes device, system and browser families and is dropped. */
  readonly userAgent?: string;
  /** Device of a person who is not logged in. */
  readonly anonymousId?: string;
}

/** A person made an account. */
export interface AuthUserRegistered {
  /** Account on the platform. */
  readonly userId: string;
  /** How: password, vk, yandex, phone… */
  readonly method: string;
  /** Platform of the client. */
  readonly platform: 'windows' | 'macos' | 'linux' | 'android' | 'ios' | 'web' | 'console';
  /** Country, ISO 3166-1 alpha-2. */
  readonly countryCode?: string;
  /** Marketing campaign that led here. */
  readonly campaignId?: string;
  /** Device of a person who is not logged in. */
  readonly anonymousId?: string;
  /** E-mail; dropped. */
  readonly email?: string;
}

/** A person searched the store. */
export interface CatalogGameSearched {
  /** What was typed; only its length and word count are kept. */
  readonly query: string;
  /** How many results were found. */
  readonly resultsCount: number;
  /** Account on the platform. */
  readonly userId?: string;
  /** Device of a person who is not logged in. */
  readonly anonymousId?: string;
}

/** A person took a game off the wishlist. */
export interface CatalogGameUnwishlisted {
  /** Account on the platform. */
  readonly userId: string;
  /** The game. */
  readonly gameId: string;
  /** Where the link was: search, home, wishlist… */
  readonly placement?: string;
}

/** A person opened the page of a game. */
export interface CatalogGameViewed {
  /** The game. */
  readonly gameId: string;
  /** Where the link was: search, home, wishlist… */
  readonly placement: string;
  /** Platform of the client. */
  readonly platform: 'windows' | 'macos' | 'linux' | 'android' | 'ios' | 'web' | 'console';
  /** Account on the platform. */
  readonly userId?: string;
  /** Device of a person who is not logged in. */
  readonly anonymousId?: string;
  /** Marketing campaign that led here. */
  readonly campaignId?: string;
  /** Price in minor units. */
  readonly priceMinor?: number;
  /** Currency of the amounts, ISO 4217. */
  readonly currency?: string;
  /** Discount shown, in per cent. */
  readonly discountPercent?: number;
}

/** A person put a game on the wishlist. */
export interface CatalogGameWishlisted {
  /** Account on the platform. */
  readonly userId: string;
  /** The game. */
  readonly gameId: string;
  /** Where the link was: search, home, wishlist… */
  readonly placement?: string;
}

/** Something a team chose to track. */
export interface ClientEventTracked {
  /** Name of the event. */
  readonly name: string;
  /** Flat properties: text, number or boolean. */
  readonly properties: Readonly<Record<string, string | number | boolean>>;
  /** Device of a person who is not logged in. */
  readonly anonymousId: string;
  /** Platform of the client. */
  readonly platform: 'windows' | 'macos' | 'linux' | 'android' | 'ios' | 'web' | 'console';
  /** Account on the platform. */
  readonly userId?: string;
  /** Version of the client program. */
  readonly clientVersion?: string;
  /** Session as the client sees it. */
  readonly sessionHint?: string;
}

/** A person opened a page of a site or client. */
export interface ClientPageViewed {
  /** Path of the page. */
  readonly path: string;
  /** Device of a person who is not logged in. */
  readonly anonymousId: string;
  /** Platform of the client. */
  readonly platform: 'windows' | 'macos' | 'linux' | 'android' | 'ios' | 'web' | 'console';
  /** Page before it. */
  readonly referrer?: string;
  /** Title of the page. */
  readonly title?: string;
  /** Labels of the link that led here. */
  readonly utm?: {
    readonly source?: string;
    readonly medium?: string;
    readonly campaign?: string;
    readonly term?: string;
    readonly content?: string;
  };
  /** Account on the platform. */
  readonly userId?: string;
}

/** A developer published a game. */
export interface DeveloperGamePublished {
  /** The game. */
  readonly gameId: string;
  /** The developer. */
  readonly developerId: string;
  /** Title of the game. */
  readonly title: string;
  /** Genres. */
  readonly genres: readonly string[];
  /** Tags. */
  readonly tags: readonly string[];
  /** Day of release. */
  readonly releaseDate: string;
  /** Price in minor units. */
  readonly priceMinor?: number;
  /** Currency of the amounts, ISO 4217. */
  readonly currency?: string;
}

/** A download came to its end. */
export interface DownloadCompleted {
  /** The download. */
  readonly downloadId: string;
  /** Account on the platform. */
  readonly userId: string;
  /** The game. */
  readonly gameId: string;
  /** Size in bytes. */
  readonly sizeBytes: number;
  /** How long it took, in milliseconds. */
  readonly durationMs?: number;
}

/** A download began. */
export interface DownloadStarted {
  /** The download. */
  readonly downloadId: string;
  /** Account on the platform. */
  readonly userId: string;
  /** The game. */
  readonly gameId: string;
  /** Size in bytes. */
  readonly sizeBytes: number;
  /** How long it took, in milliseconds. */
  readonly durationMs?: number;
}

/** A game came into a library. */
export interface LibraryGameAdded {
  /** Account on the platform. */
  readonly userId: string;
  /** The game. */
  readonly gameId: string;
  /** How it was acquired. */
  readonly acquisition: 'purchase' | 'gift' | 'key' | 'free';
}

/** A game session ended. */
export interface LibrarySessionEnded {
  /** The game session. */
  readonly sessionId: string;
  /** Account on the platform. */
  readonly userId: string;
  /** The game. */
  readonly gameId: string;
  /** When the session ended. */
  readonly sessionEndTime: string;
  /** Length by the client, in seconds. */
  readonly durationSeconds: number;
  /** Purchases inside the game. */
  readonly inGamePurchasesCount?: number;
  /** Their sum in minor units. */
  readonly inGamePurchasesAmountMinor?: number;
  /** Currency of the amounts, ISO 4217. */
  readonly currency?: string;
  /** Progress in the game, in per cent. */
  readonly progressPercent?: number;
}

/** A game session goes on. */
export interface LibrarySessionHeartbeat {
  /** The game session. */
  readonly sessionId: string;
  /** Account on the platform. */
  readonly userId: string;
  /** The game. */
  readonly gameId: string;
  /** Whether the game has the focus. */
  readonly active?: boolean;
}

/** A game session began. */
export interface LibrarySessionStarted {
  /** The game session. */
  readonly sessionId: string;
  /** Account on the platform. */
  readonly userId: string;
  /** The game. */
  readonly gameId: string;
  /** When the session began. */
  readonly sessionStartTime: string;
  /** Platform of the client. */
  readonly platform: 'windows' | 'macos' | 'linux' | 'android' | 'ios' | 'web' | 'console';
  /** Version of the client program. */
  readonly clientVersion?: string;
  /** Country, ISO 3166-1 alpha-2. */
  readonly countryCode?: string;
  /** Address of the client; becomes a country and is dropped. */
  readonly ipAddress?: string;
}

/** A person met a campaign. */
export interface MarketingCampaignInteracted {
  /** Marketing campaign that led here. */
  readonly campaignId: string;
  /** Channel: email, push, social… */
  readonly channel: string;
  /** What happened. */
  readonly action: 'impression' | 'click' | 'open';
  /** Account on the platform. */
  readonly userId?: string;
  /** Device of a person who is not logged in. */
  readonly anonymousId?: string;
  /** The game. */
  readonly gameId?: string;
}

/** A notification was not delivered. */
export interface NotificationFailed {
  /** The notification. */
  readonly notificationId: string;
  /** Account on the platform. */
  readonly userId: string;
  /** Channel: email, push, social… */
  readonly channel: string;
  /** Template of the message. */
  readonly template: string;
  /** Marketing campaign that led here. */
  readonly campaignId?: string;
  /** Why. */
  readonly reason?: string;
}

/** A notification was delivered to its channel. */
export interface NotificationSent {
  /** The notification. */
  readonly notificationId: string;
  /** Account on the platform. */
  readonly userId: string;
  /** Channel: email, push, social… */
  readonly channel: string;
  /** Template of the message. */
  readonly template: string;
  /** Marketing campaign that led here. */
  readonly campaignId?: string;
  /** Why. */
  readonly reason?: string;
}

/** Money went back. */
export interface PaymentRefundProcessed {
  /** The refund. */
  readonly refundId: string;
  /** The transaction it takes back. */
  readonly transactionId: string;
  /** Account on the platform. */
  readonly userId: string;
  /** Who asked for it. */
  readonly kind: 'refund' | 'chargeback';
  /** What was taken back. */
  readonly lines: readonly {
    /** The game. */
    readonly gameId: string;
    /** Amount given back. */
    readonly amountMinor: number;
  }[];
  /** Currency of the amounts, ISO 4217. */
  readonly currency: string;
  /** Roubles for one unit of the currency, pinned by the payment service; a decimal text. */
  readonly rateToRub: string;
  /** Why. */
  readonly reason?: string;
}

/** A payment went through. */
export interface PaymentTransactionCompleted {
  /** The transaction. */
  readonly transactionId: string;
  /** Account on the platform. */
  readonly userId: string;
  /** What was paid for. */
  readonly kind: 'game' | 'dlc' | 'ingame' | 'gift' | 'topup';
  /** What was sold; amounts are for the whole line. */
  readonly lines: readonly {
    /** The game. */
    readonly gameId: string;
    /** Price of the whole line before discount. */
    readonly grossMinor: number;
    /** Discount of the line. */
    readonly discountMinor: number;
    /** Tax of the line. */
    readonly taxMinor: number;
    /** Fee of the line. */
    readonly feeMinor: number;
    /** Units sold. */
    readonly quantity: number;
  }[];
  /** Currency of the amounts, ISO 4217. */
  readonly currency: string;
  /** Roubles for one unit of the currency, pinned by the payment service; a decimal text. */
  readonly rateToRub: string;
  /** How it was paid. */
  readonly paymentMethod: string;
  /** State of the payment. */
  readonly status: string;
}

/** Two people became friends. */
export interface SocialFriendAdded {
  /** Account on the platform. */
  readonly userId: string;
  /** Account of the friend. */
  readonly friendUserId: string;
}

/** A person reviewed a game. */
export interface SocialReviewCreated {
  /** The review. */
  readonly reviewId: string;
  /** Account on the platform. */
  readonly userId: string;
  /** The game. */
  readonly gameId: string;
  /** Rating from 1 to 10. */
  readonly rating: number;
  /** What was written; only its length and word count are kept. */
  readonly text?: string;
}

/** A service logged something worth counting. */
export interface SystemLogRecorded {
  /** The service. */
  readonly service: string;
  /** Level: error, warning… */
  readonly level: string;
  /** Stable code of what happened. */
  readonly code: string;
  /** The message; only its length and word count are kept. */
  readonly message?: string;
}

/** A service measured itself. */
export interface SystemServiceMeasured {
  /** The service. */
  readonly service: string;
  /** Its instance. */
  readonly instance: string;
  /** Length of the window. */
  readonly windowSeconds: number;
  /** Requests in the window. */
  readonly requests: number;
  /** Errors among them. */
  readonly errors: number;
  /** Median latency, ms. */
  readonly latencyP50Ms: number;
  /** 95th percentile, ms. */
  readonly latencyP95Ms: number;
  /** 99th percentile, ms. */
  readonly latencyP99Ms: number;
  /** CPU, per cent of a core. */
  readonly cpuPercent?: number;
  /** Memory, bytes. */
  readonly memoryBytes?: number;
}

/** The data of each event type by its name. */
export interface EventDataByType {
  readonly 'com.platform.account.profile.updated.v1': AccountProfileUpdated;
  readonly 'com.platform.account.status.updated.v1': AccountStatusUpdated;
  readonly 'com.platform.admin.user.banned.v1': AdminUserBanned;
  readonly 'com.platform.analytics.experiment.exposed.v1': AnalyticsExperimentExposed;
  readonly 'com.platform.auth.user.loggedin.v1': AuthUserLoggedin;
  readonly 'com.platform.auth.user.registered.v1': AuthUserRegistered;
  readonly 'com.platform.catalog.game.searched.v1': CatalogGameSearched;
  readonly 'com.platform.catalog.game.unwishlisted.v1': CatalogGameUnwishlisted;
  readonly 'com.platform.catalog.game.viewed.v1': CatalogGameViewed;
  readonly 'com.platform.catalog.game.wishlisted.v1': CatalogGameWishlisted;
  readonly 'com.platform.client.event.tracked.v1': ClientEventTracked;
  readonly 'com.platform.client.page.viewed.v1': ClientPageViewed;
  readonly 'com.platform.developer.game.published.v1': DeveloperGamePublished;
  readonly 'com.platform.download.completed.v1': DownloadCompleted;
  readonly 'com.platform.download.started.v1': DownloadStarted;
  readonly 'com.platform.library.game.added.v1': LibraryGameAdded;
  readonly 'com.platform.library.session.ended.v1': LibrarySessionEnded;
  readonly 'com.platform.library.session.heartbeat.v1': LibrarySessionHeartbeat;
  readonly 'com.platform.library.session.started.v1': LibrarySessionStarted;
  readonly 'com.platform.marketing.campaign.interacted.v1': MarketingCampaignInteracted;
  readonly 'com.platform.notification.failed.v1': NotificationFailed;
  readonly 'com.platform.notification.sent.v1': NotificationSent;
  readonly 'com.platform.payment.refund.processed.v1': PaymentRefundProcessed;
  readonly 'com.platform.payment.transaction.completed.v1': PaymentTransactionCompleted;
  readonly 'com.platform.social.friend.added.v1': SocialFriendAdded;
  readonly 'com.platform.social.review.created.v1': SocialReviewCreated;
  readonly 'com.platform.system.log.recorded.v1': SystemLogRecorded;
  readonly 'com.platform.system.service.measured.v1': SystemServiceMeasured;
}

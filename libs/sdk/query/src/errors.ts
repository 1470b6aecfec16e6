/** What the API says when it does not answer with data. */
export interface ErrorDetails {
  readonly status: number;
  /** Stable, from the API's registry of codes; decide by it, never by the text. */
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  /** The parameter or member at fault. */
  readonly source?: { readonly parameter?: string; readonly pointer?: string };
  readonly requestId?: string;
}

/** The API answered, and said no. */
export class AnalyticsRefused extends Error {
  readonly details: ErrorDetails;

  constructor(details: ErrorDetails) {
    super(`${details.status} ${details.code}: ${details.detail ?? details.title}`);
    this.name = 'AnalyticsRefused';
    this.details = details;
  }
}

/** No usable answer came, however often it was asked for; asking again later may help. */
export class AnalyticsUnavailable extends Error {
  readonly attempts: number;

  constructor(attempts: number, cause: unknown) {
    super(`the analytics API did not answer in ${attempts} attempts`, { cause });
    this.name = 'AnalyticsUnavailable';
    this.attempts = attempts;
  }
}

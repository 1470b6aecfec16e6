import type { Refusal } from '@analytics/domain';

/** Where the browser is that sends its own events. */
export interface SentFrom {
  readonly address: string;
  readonly userAgent: string;
}

/** An item of a request on its way to a verdict. */
export interface Arrived {
  readonly event: unknown;
  /** The event as it goes on, which is how it came where it came as an event. */
  readonly text: string;
  /** What is wrong with its text. */
  readonly fault?: Refusal;
  /** What two events of one identity are compared by, where that is not the event. */
  readonly content?: object;
  readonly from?: SentFrom;
}

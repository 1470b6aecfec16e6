import type { ReasonCode } from '../events/reason-codes';

/** Where ingestion says what intake would do with records, without doing it. */
export const INTAKE_CHECKS_PATH = '/api/v1/analytics/intake/checks';
export const INTAKE_CHECKS_SCOPE = 'events:check';
export const MOST_INTAKE_CHECKS = 500;

/** A record as it would stand in its topic. */
export interface IntakeCheck {
  readonly topic: string;
  readonly key_base64: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly value_base64: string | null;
  /** When the broker would have got it; now where it is missing. */
  readonly timestamp?: string;
}

export type IntakeVerdict =
  | { readonly status: 'pass' }
  | {
      readonly status: 'reject';
      readonly reason: ReasonCode;
      readonly pointer: string | null;
      readonly detail: string;
    };

export interface IntakeChecksAnswer {
  /** In the order of the records. */
  readonly data: readonly IntakeVerdict[];
  readonly meta: { readonly request_id: string };
}

import type { ReasonCode } from '@analytics/contracts';

/** Why an event is refused: the reason, the member at fault (JSON pointer from the event's root), and what would be right. */
export interface Refusal {
  readonly code: ReasonCode;
  readonly pointer?: string;
  readonly detail: string;
  /** The rule of the schema that failed, e.g. `required`. */
  readonly keyword?: string;
  /** The schema that refused it, where one was found. */
  readonly schemaId?: string;
  readonly schemaVersion?: number;
}

export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export const passed = <T>(value: T): Checked<T> => ({ ok: true, value });
export const refused = (code: ReasonCode, detail: string, pointer?: string): Checked<never> => ({
  ok: false,
  refusal: pointer === undefined ? { code, detail } : { code, detail, pointer },
});

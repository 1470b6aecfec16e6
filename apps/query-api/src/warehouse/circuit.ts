export interface CircuitRules {
  readonly failures: number;
  readonly windowMs: number;
  readonly openMs: number;
}

/**
 * Whether a neighbour may be asked: after so many failures within a window it is left alone for a while, then one call tries it,
 * and what becomes of that decides. Pure; the caller brings the time.
 */
export class Circuit {
  #failures: number[] = [];
  #openUntil: number | undefined;
  #trying = false;

  constructor(private readonly rules: CircuitRules) {}

  /** How long to wait before asking, in milliseconds; 0 is the leave to ask now, and the outcome must be told. */
  enter(nowMs: number): number {
    if (this.#openUntil === undefined) return 0;
    if (nowMs < this.#openUntil) return this.#openUntil - nowMs;
    if (this.#trying) return this.rules.openMs;
    this.#trying = true;
    return 0;
  }

  answered(): void {
    this.#failures = [];
    this.#openUntil = undefined;
    this.#trying = false;
  }

  failed(nowMs: number): void {
    this.#failures = [...this.#failures.filter((at) => at > nowMs - this.rules.windowMs), nowMs];
    if (this.#trying || this.#failures.length >= this.rules.failures) this.#openUntil = nowMs + this.rules.openMs;
    this.#trying = false;
  }

  /** The call ended without telling anything about the neighbour. */
  gaveUp(): void {
    this.#trying = false;
  }
}

import { DomainError } from '@analytics/domain';

export interface SlotRules {
  readonly concurrent: number;
  readonly waiting: number;
  readonly waitMs: number;
}

/** More is asked than can be computed now; says nothing about the warehouse. */
export class TooManyQuestions extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'UNAVAILABLE';
  override readonly retryAfterSeconds = 2;

  constructor() {
    super({
      en: 'more questions are being answered than can be at a time, try again later',
      ru: 'сейчас считается столько вопросов, сколько возможно: повторите позже',
    });
  }
}

interface Waiting {
  readonly go: () => void;
}

/** So many questions at a time, so many waiting in the order they came, and no more. */
export class QuestionSlots {
  #taken = 0;
  readonly #queue = new Set<Waiting>();

  constructor(private readonly rules: SlotRules) {}

  get taken(): number {
    return this.#taken;
  }

  get waiting(): number {
    return this.#queue.size;
  }

  async within<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    if (this.#taken < this.rules.concurrent) this.#taken += 1;
    else await this.#turn(signal);
    try {
      return await work();
    } finally {
      this.#pass();
    }
  }

  /** Hands the slot on; it stays taken where somebody waits for it. */
  #pass(): void {
    const [next] = this.#queue;
    if (next === undefined) this.#taken -= 1;
    else next.go();
  }

  #turn(signal: AbortSignal): Promise<void> {
    if (this.#queue.size >= this.rules.waiting) return Promise.reject(new TooManyQuestions());
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#queue.delete(waiting);
        clearTimeout(timer);
        signal.removeEventListener('abort', gone);
      };
      const gone = () => {
        leave();
        reject(signal.reason as Error);
      };
      const waiting = {
        go: () => {
          leave();
          resolve();
        },
      };
      const timer = setTimeout(() => {
        leave();
        reject(new TooManyQuestions());
      }, this.rules.waitMs);
      signal.addEventListener('abort', gone, { once: true });
      this.#queue.add(waiting);
    });
  }
}

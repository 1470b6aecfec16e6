/** One signal out of the caller's and a time limit of ours; `close` in a finally, or the timer outlives the call. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #onAbort = () => this.#controller.abort(this.caller?.reason);

  constructor(
    ms: number,
    private readonly caller?: AbortSignal,
  ) {
    caller?.throwIfAborted();
    caller?.addEventListener('abort', this.#onAbort, { once: true });
    this.#timer = setTimeout(() => this.#controller.abort(new Error('deadline')), ms);
    this.#timer.unref();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What the caller must see instead of `error` when the caller itself ended the call. */
  reasonOr(error: unknown): unknown {
    return this.caller?.aborted === true ? this.caller.reason : error;
  }

  get calledOff(): boolean {
    return this.caller?.aborted === true;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.caller?.removeEventListener('abort', this.#onAbort);
  }
}

import type { VaultStore } from '@analytics/infra-postgres';
import type { RememberedNumbers } from './remembered-numbers';

const PAGE = 1_000;

/** Who erases is another process: this one asks every few seconds, so that a number in memory does not outlive its person. */
export class Erasures {
  /** Grows when somebody was erased: an answer that was on its way meanwhile may be out of date. */
  seen = 0;
  private last: number | undefined;
  private freshUntil = 0;
  private asking: Promise<void> | undefined;

  constructor(
    private readonly store: VaultStore,
    private readonly numbers: RememberedNumbers,
    private readonly freshMs: number,
  ) {}

  async catchUp(now: number): Promise<void> {
    if (now < this.freshUntil) return;
    this.asking ??= this.ask(now).finally(() => (this.asking = undefined));
    await this.asking;
  }

  private async ask(now: number): Promise<void> {
    // Nothing was remembered before the first question, so there is nothing to take back from before it.
    this.last ??= await this.store.lastErasure();
    for (let full = true; full;) {
      const page = await this.store.erasedAfter(this.last, PAGE);
      for (const { lookup, erasure } of page) {
        this.numbers.put(lookup.toString('latin1'), 0);
        this.last = erasure;
      }
      this.seen += page.length;
      full = page.length === PAGE;
    }
    this.freshUntil = now + this.freshMs;
  }
}

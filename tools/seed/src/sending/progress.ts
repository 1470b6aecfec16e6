const EVERY_MS = 500;
const BAR = 24;

/** A bar with what happens, how far it is and how fast, for whoever shows it: one line at a time, not too often. */
export class Progress {
  private lastMs = Number.NEGATIVE_INFINITY;
  private step = '';
  private began = { ms: 0, events: 0 };

  constructor(
    private readonly show: (line: string) => void,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  tell(step: string, share: number, events: number): void {
    const now = this.nowMs();
    if (step !== this.step) {
      this.step = step;
      this.began = { ms: now, events: 0 };
      this.lastMs = Number.NEGATIVE_INFINITY;
    }
    if (share < 1 && now - this.lastMs < EVERY_MS) return;
    this.lastMs = now;
    const full = Math.floor(Math.max(0, Math.min(1, share)) * BAR);
    const rate = Math.round(((events - this.began.events) * 1_000) / Math.max(1, now - this.began.ms));
    const bar = `${'█'.repeat(full)}${'░'.repeat(BAR - full)}`;
    this.show(`${bar} ${step} ${Math.floor(share * 100)} %, ${events} events, ${rate} events/s`);
  }
}

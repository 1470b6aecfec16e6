const LINE_EVERY_MS = 10_000;
const TICK_MS = 1_000;

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/**
 * Numbered steps with their time. What takes long shows that it lives: on a terminal by a line that counts, elsewhere by a
 * line every ten seconds.
 */
export class Progress {
  #running = new Map();
  #finished = 0;
  #shown = false;
  #timer;

  constructor({ total, out = process.stdout, terminal = out.isTTY === true, now = Date.now }) {
    this.total = total;
    this.out = out;
    this.terminal = terminal;
    this.now = now;
    const tick = terminal ? TICK_MS : LINE_EVERY_MS;
    this.#timer = setInterval(() => this.#live(), tick);
    this.#timer.unref();
  }

  begin(title) {
    this.#running.set(title, { since: this.now() });
    if (this.terminal) this.#live();
  }

  /** How far a step is, in its own words. */
  tell(title, text) {
    const running = this.#running.get(title);
    if (running === undefined) return;
    running.text = text;
    if (this.terminal) this.#live();
  }

  finish(title, note) {
    const since = this.#running.get(title)?.since ?? this.now();
    this.#running.delete(title);
    this.#finished += 1;
    const number = String(this.#finished).padStart(String(this.total).length);
    this.say(`[${number}/${this.total}] ${title.padEnd(30)} ${note ?? seconds(this.now() - since)}`);
    if (this.terminal) this.#live();
  }

  fail(title) {
    const since = this.#running.get(title)?.since ?? this.now();
    this.#running.delete(title);
    this.say(`[ failed ] ${title} after ${seconds(this.now() - since)}`);
  }

  say(line) {
    this.#clear();
    this.out.write(`${line}\n`);
  }

  end() {
    clearInterval(this.#timer);
    this.#clear();
  }

  #live() {
    const parts = [...this.#running]
      .map(([title, { since, text }]) => ({ title, text, s: Math.round((this.now() - since) / 1000) }))
      .filter(({ s }) => this.terminal || s * 1000 >= LINE_EVERY_MS / 2)
      .map(({ title, text, s }) => `${title} ${s} s${text === undefined ? '' : ` ${text}`}`);
    if (parts.length === 0) return;
    const line = `  … ${parts.join(', ')}`;
    if (!this.terminal) {
      this.out.write(`${line}\n`);
      return;
    }
    this.#clear();
    this.out.write(line.slice(0, (this.out.columns ?? 80) - 1));
    this.#shown = true;
  }

  #clear() {
    if (!this.#shown) return;
    this.out.write('\r\u001b[2K');
    this.#shown = false;
  }
}

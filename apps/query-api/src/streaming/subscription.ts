import type { ServerFrame } from '@analytics/contracts';
import { type LiveName, LiveQuestion, type LiveWindow } from '@analytics/domain';
import { FrameInvalid } from './client-frame';
import type { Reading } from './realtime-feed';

/** A reader hears at least this often that the numbers still stand. */
const QUIET_MS = 10_000;

/** One question of one socket, and what its reader was told last: whatever was left out meanwhile, the next frame leads to the present. */
export class Subscription {
  private told: ReadonlyMap<LiveName, number> = new Map();
  private toldStale: boolean | undefined;
  private toldAtMs = 0;

  private constructor(
    readonly id: string,
    readonly window: LiveWindow,
    private readonly names: readonly LiveName[],
  ) {}

  static of(id: string, params: Readonly<Record<string, unknown>>): Subscription {
    const { names, window } = params;
    if (names !== undefined && !(Array.isArray(names) && names.every((name) => typeof name === 'string'))) {
      throw new FrameInvalid('params.names must be a list of names');
    }
    if (window !== undefined && typeof window !== 'string') throw new FrameInvalid('params.window must be a text');
    const question = LiveQuestion.of({
      ...(names !== undefined && { names: names.join(',') }),
      ...(window !== undefined && { window }),
    });
    return new Subscription(id, question.window, question.names);
  }

  /** Everything, as the first frame or when nobody knows what the reader has. */
  snapshot(reading: Reading): ServerFrame {
    return this.frame('snapshot', reading, this.wanted(reading));
  }

  /** What is different from what was told; undefined when there is nothing to say. */
  delta(reading: Reading): ServerFrame | undefined {
    const changed = this.wanted(reading).filter(([name, value]) => this.told.get(name) !== value);
    const isQuiet = reading.asOf.getTime() - this.toldAtMs < QUIET_MS;
    if (changed.length === 0 && reading.stale === this.toldStale && isQuiet) return undefined;
    return this.frame('delta', reading, changed);
  }

  /** The reader has what that reading said. */
  heard(reading: Reading): void {
    this.remember(reading);
  }

  private wanted({ values }: Reading): [LiveName, number][] {
    return this.names.flatMap((name): [LiveName, number][] => {
      const value = values.get(name);
      return value === undefined ? [] : [[name, value]];
    });
  }

  private frame(
    op: 'snapshot' | 'delta',
    reading: Reading,
    values: readonly (readonly [LiveName, number])[],
  ): ServerFrame {
    this.remember(reading);
    return {
      op,
      id: this.id,
      seq: reading.seq,
      as_of: reading.asOf.toISOString(),
      data: values.map(([name, value]) => ({ name, window: this.window, value })),
      meta: { watermark: reading.watermark?.toISOString() ?? null, stale: reading.stale },
    };
  }

  private remember(reading: Reading): void {
    this.told = reading.values;
    this.toldStale = reading.stale;
    this.toldAtMs = reading.asOf.getTime();
  }
}

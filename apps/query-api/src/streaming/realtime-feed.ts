import { LIVE_NAMES, type LiveName, type LiveWindow, Unavailable } from '@analytics/domain';
import { LiveReader } from '@analytics/infra-redis';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { inUnits } from '../realtime/live-units';
import { StreamingConfig } from './streaming.config';

/** The live numbers of one window at one moment. */
export interface Reading {
  readonly seq: number;
  readonly asOf: Date;
  readonly watermark: Date | undefined;
  readonly stale: boolean;
  /** In the units of the API; empty while nothing is known. */
  readonly values: ReadonlyMap<LiveName, number>;
}

type Listener = (reading: Reading) => void;

interface Channel {
  readonly listeners: Set<Listener>;
  readonly history: Reading[];
}

/** Readings kept for those who come back after a short absence. */
const KEPT_READINGS = 120;

/** Reads each window once for all who listen, whatever their number; a window nobody listens to is not read. */
@Injectable()
export class RealtimeFeed implements OnModuleDestroy {
  private readonly channels = new Map<LiveWindow, Channel>();
  /** Begins at a number no other process began with, so that another one's number is not mistaken for ours. */
  private seq = Date.now() * 1_000 + Math.floor(Math.random() * 1_000);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly reader: LiveReader,
    private readonly config: StreamingConfig,
  ) {}

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** The listener hears of every reading from now on, until it takes itself away. */
  listen(window: LiveWindow, listener: Listener): () => void {
    const channel = this.channelOf(window);
    channel.listeners.add(listener);
    this.timer ??= setInterval(() => void this.read(), this.config.intervalMs);
    return () => {
      channel.listeners.delete(listener);
      if (channel.listeners.size === 0) channel.history.length = 0;
      if ([...this.channels.values()].some(({ listeners }) => listeners.size > 0)) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  }

  /** What is known now; read at once when nobody has listened so far. */
  async latest(window: LiveWindow): Promise<Reading> {
    return this.channelOf(window).history.at(-1) ?? (await this.readWindow(window));
  }

  /** What a client that heard up to `seq` has; undefined when that is too long ago or was told by another process. */
  heard(window: LiveWindow, seq: number): Reading | undefined {
    return this.channelOf(window).history.find((reading) => reading.seq === seq);
  }

  private async read(): Promise<void> {
    const listened = [...this.channels].filter(([, { listeners }]) => listeners.size > 0);
    await Promise.all(
      listened.map(async ([window, { listeners }]) => {
        const reading = await this.readWindow(window);
        for (const listener of listeners) listener(reading);
      }),
    );
  }

  private async readWindow(window: LiveWindow): Promise<Reading> {
    const { history } = this.channelOf(window);
    const reading = await this.readingOf(window, history.at(-1));
    history.push(reading);
    if (history.length > KEPT_READINGS) history.shift();
    return reading;
  }

  /** While Redis is away the last numbers stand, marked as old. */
  private async readingOf(window: LiveWindow, last: Reading | undefined): Promise<Reading> {
    const now = new Date();
    this.seq += 1;
    try {
      const { asOf, watermark, stale, values } = await this.reader.values(window, now);
      const told = values === undefined ? [] : LIVE_NAMES.map((name) => [name, inUnits(name, values[name])] as const);
      return { seq: this.seq, asOf, watermark, stale, values: new Map(told) };
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      const known = last ?? { asOf: now, watermark: undefined, values: new Map<LiveName, number>() };
      return { ...known, seq: this.seq, stale: true };
    }
  }

  private channelOf(window: LiveWindow): Channel {
    const found = this.channels.get(window);
    if (found !== undefined) return found;
    const made = { listeners: new Set<Listener>(), history: [] };
    this.channels.set(window, made);
    return made;
  }
}

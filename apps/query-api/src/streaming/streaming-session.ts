import type { ClientFrame, ServerFrame } from '@analytics/contracts';
import { DomainError } from '@analytics/domain';
import type { Principal } from '@analytics/service-kit';
import { Logger } from '@nestjs/common';
import type { WebSocket } from 'ws';
import { FrameInvalid, messageIn, nameOf, readFrame } from './client-frame';
import type { LeftSubscriptions } from './left-subscriptions';
import type { Reading, RealtimeFeed } from './realtime-feed';
import type { StreamingConfig } from './streaming.config';
import { streamingFrames, streamingSkipped } from './streaming.metrics';
import { Subscription } from './subscription';

export const CLOSE = { policy: 1008, tryLater: 1013, goingAway: 1001 } as const;

/** Longest a timer of Node can wait, in milliseconds. */
const LONGEST_TIMER_MS = 2_147_483_647;
/** So long a reader may take to say good-bye; then the connection is cut. A stop of the service waits for it. */
const GOODBYE_MS = 2_000;
const TOPIC = 'metrics.realtime';

interface Held {
  readonly subscription: Subscription;
  readonly leave: () => void;
}

/** One open socket: what it asked for, and that it neither asks for nor owes more than it may. */
export class StreamingSession {
  private readonly logger = new Logger(StreamingSession.name);
  private readonly held = new Map<string, Held>();
  private readonly timers: NodeJS.Timeout[];
  private isThere = true;
  private second = 0;
  private inSecond = 0;
  private seq = 0;

  constructor(
    private readonly socket: WebSocket,
    readonly principal: Principal,
    private readonly feed: RealtimeFeed,
    private readonly config: StreamingConfig,
    private readonly left: LeftSubscriptions,
  ) {
    const leftMs = Math.min(Math.max(0, principal.expiresAt.getTime() - Date.now()), LONGEST_TIMER_MS);
    this.timers = [
      setInterval(() => this.ask(), config.pingMs),
      setTimeout(() => this.close(CLOSE.policy, 'the token of this socket is over'), leftMs),
    ];
    socket.on('pong', () => (this.isThere = true));
    socket.on('message', (message, isBinary) => void this.hear(isBinary ? undefined : String(message)));
    // The reason is in the close that follows.
    socket.on('error', () => undefined);
    socket.once('close', () => this.end());
  }

  close(code: number, reason: string): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.socket.close(code, reason);
    this.timers.push(setTimeout(() => this.socket.terminate(), GOODBYE_MS));
  }

  private end(): void {
    for (const timer of this.timers) clearTimeout(timer);
    const asked = [...this.held.values()];
    for (const { leave } of asked) leave();
    this.left.keep(
      this.principal.subject,
      asked.map(({ subscription }) => subscription),
      Date.now(),
    );
    this.held.clear();
  }

  private ask(): void {
    if (!this.isThere) return this.socket.terminate();
    this.isThere = false;
    this.socket.ping();
  }

  private async hear(text: string | undefined): Promise<void> {
    if (this.isTooMuch()) return this.close(CLOSE.policy, `at most ${this.config.messagesPerSecond} messages a second`);
    let id: string | null = null;
    try {
      if (text === undefined) throw new FrameInvalid('messages are texts');
      const message = messageIn(text);
      id = nameOf(message);
      await this.follow(readFrame(message));
    } catch (error) {
      this.refuse(id, error);
    }
  }

  private async follow(frame: ClientFrame): Promise<void> {
    switch (frame.op) {
      case 'subscribe':
        return this.subscribe(frame);
      case 'unsubscribe':
        return this.drop(frame.id);
      case 'resume':
        return this.resume(frame);
      case 'ping':
        return this.send({ op: 'pong', id: frame.id ?? null, seq: this.seq, as_of: new Date().toISOString() });
    }
  }

  private async subscribe({ id, topic, params }: Extract<ClientFrame, { op: 'subscribe' }>): Promise<void> {
    if (topic !== TOPIC) throw new FrameInvalid(`topic must be ${TOPIC}`);
    if (!this.held.has(id) && this.held.size >= this.config.subscriptions) {
      throw new FrameInvalid(`a socket holds at most ${this.config.subscriptions} subscriptions`);
    }
    const subscription = Subscription.of(id, params ?? {});
    this.hold(subscription);
    const reading = await this.feed.latest(subscription.window);
    // It may have been taken back, or the socket closed, while we were reading.
    if (this.held.get(id)?.subscription === subscription) this.send(subscription.snapshot(reading));
  }

  private hold(subscription: Subscription): void {
    this.drop(subscription.id);
    const leave = this.feed.listen(subscription.window, (reading) => this.tell(subscription, reading));
    this.held.set(subscription.id, { subscription, leave });
  }

  /** Subscriptions that were made anew, or are those of the socket before, go on from what their reader heard last; where that is not known they begin anew. */
  private async resume({ id, seq }: Extract<ClientFrame, { op: 'resume' }>): Promise<void> {
    if (this.held.size === 0) for (const one of this.left.take(this.principal.subject, Date.now())) this.hold(one);
    const meant = [...this.held.values()].filter(({ subscription }) => id === undefined || subscription.id === id);
    if (meant.length === 0) throw new FrameInvalid('subscribe first, then resume');
    for (const { subscription } of meant) {
      const heard = this.feed.heard(subscription.window, seq);
      const now = await this.feed.latest(subscription.window);
      if (heard === undefined) this.send(subscription.snapshot(now));
      else {
        subscription.heard(heard);
        this.tell(subscription, now);
      }
    }
  }

  private drop(id: string): void {
    this.held.get(id)?.leave();
    this.held.delete(id);
  }

  /** Who reads too slowly is left out and gets the latest later: what is owed never grows. */
  private tell(subscription: Subscription, reading: Reading): void {
    if (this.socket.bufferedAmount > this.config.bufferBytes) return void streamingSkipped.inc();
    const frame = subscription.delta(reading);
    if (frame !== undefined) this.send(frame);
  }

  private refuse(id: string | null, error: unknown): void {
    const isTheirs = error instanceof FrameInvalid || error instanceof DomainError;
    if (!isTheirs) this.logger.error({ msg: 'a message of the stream could not be answered', err: error });
    const code = error instanceof DomainError ? error.code : isTheirs ? 'INVALID_QUERY_PARAMETERS' : 'INTERNAL';
    const detail = isTheirs ? error.message : 'the message could not be answered';
    this.send({ op: 'error', id, seq: this.seq, as_of: new Date().toISOString(), code, detail });
  }

  private send(frame: ServerFrame): void {
    this.seq = Math.max(this.seq, frame.seq);
    streamingFrames.inc({ op: frame.op });
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  private isTooMuch(): boolean {
    const second = Math.floor(performance.now() / 1_000);
    this.inSecond = second === this.second ? this.inSecond + 1 : 1;
    this.second = second;
    return this.inSecond > this.config.messagesPerSecond;
  }
}

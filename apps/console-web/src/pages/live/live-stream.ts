import type { ServerFrame, StreamingTicketAnswer } from '@analytics/contracts';
import { addressOf, api } from '../../api/api-client';
import { afterFrame, LIVE_NAMES, type LiveNumbers, type LiveWindow, NOTHING_YET } from './live-numbers';

export type Connection = 'connecting' | 'open' | 'lost';

export interface LiveState {
  readonly numbers: LiveNumbers;
  readonly connection: Connection;
  /** Why the last try failed, while it is not open. */
  readonly error: Error | undefined;
}

/** The server says something every ten seconds at least; after this it is gone, whatever the socket believes. */
const SILENCE_MS = 25_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
const SUBSCRIPTION = 'live';

/** One window of live numbers: opens the stream with a ticket, goes on where it was when it breaks, and never gives up. */
export class LiveStream {
  #state: LiveState = { numbers: NOTHING_YET, connection: 'connecting', error: undefined };
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #isOver = false;

  constructor(
    private readonly window: LiveWindow,
    private readonly changed: (state: LiveState) => void,
  ) {}

  start(): void {
    void this.#open();
  }

  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  async #open(): Promise<void> {
    try {
      const { data } = await api.post<StreamingTicketAnswer>('/streaming/tickets');
      if (this.#isOver) return;
      const place = addressOf('/streaming', { ticket: data.ticket });
      const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${place}`);
      this.#socket = socket;
      socket.onopen = () => this.#subscribe(socket);
      socket.onmessage = ({ data: text }) => this.#hear(socket, JSON.parse(String(text)) as ServerFrame);
      socket.onclose = () => this.#comeBack(undefined);
    } catch (error) {
      this.#comeBack(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #subscribe(socket: WebSocket): void {
    const { seq } = this.#state.numbers;
    const params = { names: LIVE_NAMES, window: this.window };
    socket.send(JSON.stringify({ op: 'subscribe', id: SUBSCRIPTION, topic: 'metrics.realtime', params }));
    if (seq > 0) socket.send(JSON.stringify({ op: 'resume', id: SUBSCRIPTION, seq }));
    this.#watch(socket);
  }

  #hear(socket: WebSocket, frame: ServerFrame): void {
    this.#failures = 0;
    this.#watch(socket);
    this.#become({ numbers: afterFrame(this.#state.numbers, frame), connection: 'open', error: undefined });
  }

  /** A laptop that slept has a socket that looks open and hears nothing. */
  #watch(socket: WebSocket): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      socket.onclose = null;
      socket.close();
      this.#comeBack(undefined);
    }, SILENCE_MS);
  }

  #comeBack(error: Error | undefined): void {
    if (this.#isOver) return;
    clearTimeout(this.#timer);
    this.#become({ connection: 'lost', error });
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures);
    this.#failures += 1;
    // Not all at once: a server that comes back is not met by everybody in the same moment.
    this.#timer = setTimeout(() => void this.#open(), pause * (0.5 + Math.random() / 2));
  }

  #become(change: Partial<LiveState>): void {
    if (this.#isOver) return;
    this.#state = { ...this.#state, ...change };
    this.changed(this.#state);
  }
}

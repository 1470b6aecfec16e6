import type { Message } from 'kafkajs';
import { KafkaUnavailable } from '../port/kafka-errors';
import type { Sent } from '../port/kafka-records';

/** One record on its way, with its partition fixed for every try. */
export interface Pending {
  readonly call: SendCall;
  readonly index: number;
  readonly topic: string;
  readonly partition: number;
  readonly bytes: number;
  readonly message: Message;
}

/** One `send` of a caller: answered once, when all its records are acknowledged, one is refused, or the deadline has passed. */
export class SendCall {
  readonly answer: Promise<Sent[]>;
  settled = false;
  /** Set once a record was handed to the driver: from then on a failure leaves the outcome open. */
  handedOver = false;
  private readonly sent: Sent[];
  private missing: number;
  private resolve: (sent: Sent[]) => void;
  private reject: (error: Error) => void;
  private timer: NodeJS.Timeout;

  constructor(
    count: number,
    readonly bytes: number,
    public deadline: number,
    private readonly whenSettled: (call: SendCall) => void,
    /** By how much each acknowledgement puts the deadline off; without it the deadline stands. */
    private readonly patientMs = 0,
  ) {
    this.sent = new Array<Sent>(count);
    this.missing = count;
    this.answer = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.timer = this.giveUpIn(deadline - performance.now());
  }

  /** Some of its records were acknowledged: the others get their time anew. */
  progressed(): void {
    if (this.patientMs > 0) this.endIn(this.patientMs);
  }

  /** Without further progress it may not take longer than this from now on. */
  hurry(ms: number): void {
    if (this.deadline - performance.now() > ms) this.endIn(ms);
  }

  acknowledge(index: number, sent: Sent): void {
    if (this.settled || this.sent[index] !== undefined) return;
    this.sent[index] = sent;
    this.missing -= 1;
    if (this.missing === 0) this.settle(() => this.resolve(this.sent));
  }

  fail(error: Error): void {
    if (!this.settled) this.settle(() => this.reject(error));
  }

  outcome(): 'not_sent' | 'unknown' {
    return this.handedOver ? 'unknown' : 'not_sent';
  }

  private endIn(ms: number): void {
    if (this.settled) return;
    clearTimeout(this.timer);
    this.deadline = performance.now() + ms;
    this.timer = this.giveUpIn(ms);
  }

  private giveUpIn(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.fail(new KafkaUnavailable(this.outcome())), ms);
  }

  private settle(answer: () => void): void {
    this.settled = true;
    clearTimeout(this.timer);
    answer();
    this.whenSettled(this);
  }
}

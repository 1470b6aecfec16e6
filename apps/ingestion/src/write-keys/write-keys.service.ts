import { Unavailable } from '@analytics/domain';
import { hashOfWriteKey, Postgres, WriteKeysStore } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { IngestionConfig } from '../config';
import type { Sender, SenderRight } from './sender';

/** What was found under a name, and until when it is good in itself. */
interface Found<T> {
  readonly value: T;
  readonly until: number;
}

interface Remembered<T> extends Found<T> {
  readonly at: number;
}

/**
 * Recognises write keys. An answer is believed for seconds, so that a revoked key stops soon; while PostgreSQL is away a
 * key known before goes on for minutes, and an unknown one is never accepted.
 */
@Injectable()
export class WriteKeysService {
  private readonly remembered = new Map<string, Remembered<unknown>>();
  private readonly asked = new Map<string, Promise<Found<unknown>>>();
  private readonly store: WriteKeysStore;

  constructor(
    postgres: Postgres,
    private readonly config: IngestionConfig,
  ) {
    this.store = new WriteKeysStore(postgres);
  }

  recognise(secret: string, now = Date.now()): Promise<Sender | null> {
    const hash = hashOfWriteKey(secret);
    return this.known(`key ${hash.toString('base64')}`, now, () => this.find(hash), null);
  }

  /** Whether some live key may be used from pages of this origin. */
  isOriginOfSomeKey(origin: string, now = Date.now()): Promise<boolean> {
    const ask = async () => ({ value: await this.store.isOriginOfSomeKey(origin), until: Infinity });
    return this.known(`origin ${origin}`, now, ask, false);
  }

  private async known<T>(name: string, now: number, ask: () => Promise<Found<T>>, nobody: T): Promise<T> {
    const known = this.remembered.get(name) as Remembered<T> | undefined;
    if (known !== undefined && now - known.at < this.config.writeKeyFreshMs) return inTime(known, now, nobody);
    try {
      const found = await this.once(name, ask);
      this.remember(name, { ...found, at: now });
      return inTime(found, now, nobody);
    } catch (error) {
      const usable = known !== undefined && known.value !== nobody && now - known.at < this.config.writeKeyStaleMs;
      if (error instanceof Unavailable && usable) return inTime(known, now, nobody);
      throw error;
    }
  }

  /** Many requests meet the end of an answer's time together: one of them asks. */
  private once<T>(name: string, ask: () => Promise<Found<T>>): Promise<Found<T>> {
    const running = this.asked.get(name) as Promise<Found<T>> | undefined;
    if (running !== undefined) return running;
    const asking = ask().finally(() => this.asked.delete(name));
    this.asked.set(name, asking);
    return asking;
  }

  private async find(hash: Buffer): Promise<Found<Sender | null>> {
    const found = await this.store.findByHash(hash);
    if (found === null || found.key.revokedAt !== null) return { value: null, until: Infinity };
    const { id, imports, sources, types, allowedOrigins, requestsPerSecond } = found.key;
    const rights: readonly SenderRight[] = imports ? ['collect', 'import'] : ['collect'];
    const sender = {
      id,
      rights,
      sources,
      types,
      allowedOrigins,
      ...(requestsPerSecond !== null && { requestsPerSecond }),
    };
    return { value: sender, until: found.until?.getTime() ?? Infinity };
  }

  private remember(name: string, entry: Remembered<unknown>): void {
    this.remembered.delete(name);
    this.remembered.set(name, entry);
    // Guessed keys must not fill the memory: the oldest answer goes first.
    if (this.remembered.size > this.config.writeKeyMemory) this.remembered.delete(this.remembered.keys().next().value!);
  }
}

const inTime = <T>({ value, until }: Found<T>, now: number, nobody: T): T => (now < until ? value : nobody);

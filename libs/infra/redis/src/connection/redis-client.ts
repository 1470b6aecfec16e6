import { Logger } from '@nestjs/common';
import { Redis as Driver } from 'ioredis';
import type { RedisConfig } from '../config/redis.config';
import { replyCodeOf } from '../errors/reply-code';
import { connected, reconnects } from '../redis.metrics';
import { clientOptions } from './client-options';

/** One connection that comes back by itself, and tells the log once when it goes and once when it returns. */
export class RedisClient {
  readonly driver: Driver;
  private readonly logger = new Logger('Redis');
  private ready = false;
  private told = false;
  private reason = 'closed';

  constructor(config: RedisConfig) {
    this.driver = new Driver(config.url, clientOptions(config));
    this.driver.on('ready', () => this.isBack());
    this.driver.on('close', () => this.isAway());
    this.driver.on('reconnecting', () => reconnects.inc());
    // Only the code: a message may quote the address, which holds the password.
    this.driver.on('error', (error: Error) => {
      this.reason = replyCodeOf(error) ?? (error as NodeJS.ErrnoException).code ?? error.name;
    });
  }

  /** Resolves when connected, or when the first try failed; further tries follow by themselves. */
  async connect(): Promise<void> {
    await this.driver.connect().catch(() => undefined);
  }

  async close(): Promise<void> {
    this.told = true;
    await this.driver.quit().catch(() => this.driver.disconnect());
  }

  private isBack(): void {
    this.ready = true;
    connected.inc();
    if (this.told) this.logger.log({ msg: 'Redis is back' });
    this.told = false;
  }

  private isAway(): void {
    if (this.ready) connected.dec();
    this.ready = false;
    if (!this.told) this.logger.warn({ msg: 'Redis is away, trying to get it back', reason: this.reason });
    this.told = true;
  }
}

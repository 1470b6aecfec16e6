import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '@analytics/domain';
import { RedisConfig } from '../config/redis.config';
import { replyCodeOf } from '../errors/reply-code';
import { translateError } from '../errors/translate-error';
import type { RedisKey } from '../keys/redis-key';
import { commandErrors, commandSeconds } from '../redis.metrics';
import type { RedisScript } from '../scripts/redis-script';
import { answered } from './answered';
import { RedisClient } from './redis-client';

export type RedisValue = string | number | Buffer;

/**
 * Redis for a service. Every call answers within the command timeout or fails with `Unavailable`; the connection comes back by
 * itself. Whether a command that got no answer was carried out is unknown.
 */
@Injectable()
export class Redis implements OnModuleInit, OnApplicationShutdown {
  private readonly client: RedisClient;

  constructor(private readonly config: RedisConfig) {
    this.client = new RedisClient(config);
  }

  /** A server that is away does not keep the service from starting. */
  onModuleInit(): Promise<void> {
    return this.client.connect();
  }

  onApplicationShutdown(): Promise<void> {
    return this.client.close();
  }

  async check(): Promise<void> {
    await this.measured('ping', () => this.client.driver.ping());
  }

  /** A command that changes nothing: `read<string | null>('GET', key)`. */
  read<T>(command: string, key: RedisKey, ...args: readonly RedisValue[]): Promise<T> {
    return this.measured(command, () => this.client.driver.call(command, key.name, ...args) as Promise<T>);
  }

  /** A command that writes: the key's time to live begins anew in the same step, so nothing is kept for ever. */
  write<T>(command: string, key: RedisKey, ...args: readonly RedisValue[]): Promise<T> {
    return this.measured(command, async () => {
      const commands = [
        ['call', command, key.name, ...args],
        ['pexpire', key.name, key.ttlMs],
      ];
      const answers = await this.client.driver.multi(commands).exec();
      const [error, answer] = answers?.[0] ?? [];
      if (error) throw error;
      return answer as T;
    });
  }

  async delete(...keys: readonly RedisKey[]): Promise<number> {
    if (keys.length === 0) return 0;
    return this.measured('unlink', () => this.client.driver.unlink(...keys.map(({ name }) => name)));
  }

  /** Runs a script by its hash; a server that does not know it (new, restarted, flushed) gets its text. */
  run<T>(script: RedisScript, keys: readonly RedisKey[], args: readonly RedisValue[] = []): Promise<T> {
    const rest = [keys.length, ...keys.map(({ name }) => name), ...args] as const;
    return this.measured(script.name, async () => {
      try {
        return (await this.client.driver.call('EVALSHA', script.sha, ...rest)) as T;
      } catch (error) {
        if (replyCodeOf(error) !== 'NOSCRIPT') throw error;
        return (await this.client.driver.call('EVAL', script.text, ...rest)) as T;
      }
    });
  }

  private async measured<T>(command: string, work: () => Promise<T>): Promise<T> {
    const operation = command.toLowerCase();
    const measure = commandSeconds.startTimer({ operation });
    try {
      return await answered(work(), this.config.commandTimeoutMs);
    } catch (error) {
      const translated = translateError(error, operation);
      commandErrors.inc({ operation, kind: translated instanceof DomainError ? translated.kind : 'internal' });
      throw translated;
    } finally {
      measure();
    }
  }
}

import { createHash, randomBytes } from 'node:crypto';
import { type KeyFamily, Redis, RedisKeys } from '@analytics/infra-redis';
import type { Principal } from '@analytics/service-kit';
import { Injectable } from '@nestjs/common';

const LIFE_SECONDS = 30;

export interface Ticket {
  readonly ticket: string;
  readonly expiresAt: Date;
}

/** A browser cannot put a token on a WebSocket, and an address with a token in it is logged: so it gets in by a ticket, once. */
@Injectable()
export class Tickets {
  private readonly keyOf: KeyFamily;

  constructor(
    private readonly redis: Redis,
    keys: RedisKeys,
  ) {
    this.keyOf = keys.family({ owner: 'query-api', kind: 'streaming-ticket', ttlSeconds: LIFE_SECONDS });
  }

  async issue(principal: Principal, now: Date): Promise<Ticket> {
    const ticket = randomBytes(32).toString('base64url');
    await this.redis.write('SET', this.keyOf(hashOf(ticket)), JSON.stringify(principal));
    return { ticket, expiresAt: new Date(now.getTime() + LIFE_SECONDS * 1_000) };
  }

  /** Who got the ticket; undefined when it was used, is over, or never was one. Of two who show it at once one gets in. */
  async take(ticket: string): Promise<Principal | undefined> {
    const text = await this.redis.write<string | null>('GETDEL', this.keyOf(hashOf(ticket)));
    if (text === null) return undefined;
    const { expiresAt, ...principal } = JSON.parse(text) as Principal;
    return { ...principal, expiresAt: new Date(expiresAt) };
  }
}

/** Redis holds what cannot be used to get in. */
const hashOf = (ticket: string): string => createHash('sha256').update(ticket).digest('hex');

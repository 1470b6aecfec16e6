import { DomainError } from '@analytics/domain';
import {
  AuditLog,
  type CreationRequest,
  CreationRequests,
  type EntityManager,
  type ListedWriteKey,
  Postgres,
  UniqueViolation,
  type WriteKeyScope,
  WriteKeysStore,
} from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';

export class WriteKeyUnknown extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'WRITE_KEY_NOT_FOUND';

  constructor() {
    super({ en: 'there is no write key with this id', ru: 'ключа записи с таким id нет' });
  }
}

export class WriteKeyRevoked extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CONFLICT';

  constructor() {
    super({ en: 'the key is revoked: create another one', ru: 'ключ отозван: создайте другой' });
  }
}

export class WriteKeyNameTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CONFLICT';
  override readonly source = { pointer: '/name' };

  constructor() {
    super({ en: 'another key has this name', ru: 'так уже называется другой ключ' });
  }
}

/** Null in the answer to a repeat: nobody knows the secret any more. */
export interface WriteKeySecret {
  readonly id: string;
  readonly secret: string | null;
}

/** Changes of keys and their record are one transaction; a secret leaves it once and is nowhere else. */
@Injectable()
export class WriteKeysService {
  private readonly keys: WriteKeysStore;

  constructor(
    private readonly postgres: Postgres,
    private readonly audit: AuditLog,
    private readonly requests: CreationRequests,
  ) {
    this.keys = new WriteKeysStore(postgres);
  }

  list(limit: number, after?: string): Promise<ListedWriteKey[]> {
    return this.keys.list(limit, after);
  }

  async create(name: string, scope: WriteKeyScope, actor: string, request?: CreationRequest): Promise<WriteKeySecret> {
    try {
      return await this.once(request, async (tx) => {
        const made = await this.keys.create(name, scope, tx);
        const after = { name, ...scope };
        await this.audit.record({ actor, action: 'key.create', object: made.id, after, result: 'done' }, tx);
        return made;
      });
    } catch (error) {
      throw error instanceof UniqueViolation ? new WriteKeyNameTaken() : error;
    }
  }

  rotate(id: string, formerUntil: Date, actor: string, request?: CreationRequest): Promise<WriteKeySecret> {
    return this.once(request, async (tx) => {
      await this.live(id, tx);
      const made = await this.keys.rotate(id, formerUntil, tx);
      if (made === null) throw new WriteKeyRevoked();
      const after = { former_secret_until: formerUntil.toISOString() };
      await this.audit.record({ actor, action: 'key.rotate', object: id, after, result: 'done' }, tx);
      return { id, secret: made.secret };
    });
  }

  /** A repeat is recorded too, and changes nothing. */
  revoke(id: string, at: Date, actor: string): Promise<ListedWriteKey> {
    return this.postgres.transaction(async (tx) => {
      const before = await this.found(id, tx);
      await this.keys.revoke(id, at, tx);
      const result = before.revokedAt === null ? 'done' : 'was_revoked';
      await this.audit.record({ actor, action: 'key.revoke', object: id, result }, tx);
      return { ...before, revokedAt: before.revokedAt ?? at };
    });
  }

  /** The secret is not kept for repeats: whoever lost the first answer has the key rotated. */
  private once(
    request: CreationRequest | undefined,
    make: (tx: EntityManager) => Promise<WriteKeySecret>,
  ): Promise<WriteKeySecret> {
    return this.postgres.transaction((tx) =>
      this.requests.once(tx, request, {
        make: () => make(tx),
        keep: ({ id }) => ({ id }),
        again: ({ id }) => ({ id, secret: null }),
      }),
    );
  }

  /** By the connection of the transaction: who waits for a second one may wait for those who wait for this transaction. */
  private async found(id: string, tx: EntityManager): Promise<ListedWriteKey> {
    const key = await this.keys.find(id, tx);
    if (key === undefined) throw new WriteKeyUnknown();
    return key;
  }

  private async live(id: string, tx: EntityManager): Promise<void> {
    if ((await this.found(id, tx)).revokedAt !== null) throw new WriteKeyRevoked();
  }
}

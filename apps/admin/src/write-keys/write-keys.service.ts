import { DomainError } from '@analytics/domain';
import {
  AuditLog,
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

export interface WriteKeySecret {
  readonly id: string;
  readonly secret: string;
}

/** Changes of keys and their record are one transaction; a secret leaves it once and is nowhere else. */
@Injectable()
export class WriteKeysService {
  private readonly keys: WriteKeysStore;

  constructor(
    private readonly postgres: Postgres,
    private readonly audit: AuditLog,
  ) {
    this.keys = new WriteKeysStore(postgres);
  }

  list(limit: number, after?: string): Promise<ListedWriteKey[]> {
    return this.keys.list(limit, after);
  }

  async create(name: string, scope: WriteKeyScope, actor: string): Promise<WriteKeySecret> {
    try {
      return await this.postgres.transaction(async (tx) => {
        const made = await this.keys.create(name, scope, tx);
        const after = { name, ...scope };
        await this.audit.record({ actor, action: 'key.create', object: made.id, after, result: 'done' }, tx);
        return made;
      });
    } catch (error) {
      throw error instanceof UniqueViolation ? new WriteKeyNameTaken() : error;
    }
  }

  rotate(id: string, formerUntil: Date, actor: string): Promise<WriteKeySecret> {
    return this.postgres.transaction(async (tx) => {
      await this.live(id);
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
      const before = await this.found(id);
      await this.keys.revoke(id, at, tx);
      const result = before.revokedAt === null ? 'done' : 'was_revoked';
      await this.audit.record({ actor, action: 'key.revoke', object: id, result }, tx);
      return { ...before, revokedAt: before.revokedAt ?? at };
    });
  }

  private async found(id: string): Promise<ListedWriteKey> {
    const key = await this.keys.find(id);
    if (key === undefined) throw new WriteKeyUnknown();
    return key;
  }

  private async live(id: string): Promise<void> {
    if ((await this.found(id)).revokedAt !== null) throw new WriteKeyRevoked();
  }
}

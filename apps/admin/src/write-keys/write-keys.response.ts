import type { ListedWriteKey } from '@analytics/infra-postgres';
import { AnswerMeta, answerMeta, cursorOf, ListMeta, pageOf } from '@analytics/service-kit';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';

export const WRITE_KEYS_LIST = 'write-keys';

@ApiSchema({ name: 'WriteKey' })
export class WriteKeyView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() name: string;
  @ApiProperty({ description: 'First characters of the secret.', example: 'wk_a1b2' }) prefix: string;
  @ApiProperty({ type: [String], description: 'None means any.' }) sources: string[];
  @ApiProperty({ type: [String], description: 'None means any.' }) types: string[];
  @ApiProperty({ type: [String] }) allowed_origins: string[];
  @ApiProperty() imports: boolean;
  @ApiProperty({ type: Number, nullable: true }) requests_per_second: number | null;
  @ApiProperty({ enum: ['live', 'revoked'] }) status: string;
  @ApiProperty({ format: 'date-time' }) created_at: string;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Until when the secret before counts.',
  })
  former_secret_until: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) revoked_at: string | null;
}

@ApiSchema({ name: 'WriteKeySecret' })
export class WriteKeySecretView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'wk_…',
    description: 'Shown this once; null in the answer to a repeat by its Idempotency-Key.',
  })
  secret: string | null;
}

export class WriteKeyAnswer {
  @ApiProperty() data: WriteKeyView;
  @ApiProperty() meta: AnswerMeta;
}

export class WriteKeySecretAnswer {
  @ApiProperty() data: WriteKeySecretView;
  @ApiProperty() meta: AnswerMeta;
}

export class WriteKeysAnswer {
  @ApiProperty({ type: [WriteKeyView] }) data: WriteKeyView[];
  @ApiProperty() meta: ListMeta;
}

const toView = (key: ListedWriteKey): WriteKeyView => ({
  id: key.id,
  name: key.name,
  prefix: key.prefix,
  sources: key.sources,
  types: key.types,
  allowed_origins: key.allowedOrigins,
  imports: key.imports,
  requests_per_second: key.requestsPerSecond,
  status: key.revokedAt === null ? 'live' : 'revoked',
  created_at: key.createdAt.toISOString(),
  former_secret_until: key.formerSecretUntil?.toISOString() ?? null,
  revoked_at: key.revokedAt?.toISOString() ?? null,
});

export const toWriteKeyAnswer = (key: ListedWriteKey): WriteKeyAnswer => ({ data: toView(key), meta: answerMeta() });

export function toWriteKeysAnswer(keys: readonly ListedWriteKey[], limit: number): WriteKeysAnswer {
  const { page, meta } = pageOf(keys, limit, ({ id }) => cursorOf(WRITE_KEYS_LIST, id));
  return { data: page.map(toView), meta };
}

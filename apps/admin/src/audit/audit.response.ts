import type { AuditRow, AuditVerdict } from '@analytics/infra-postgres';
import { AnswerMeta, answerMeta, cursorOf, ListMeta, pageOf } from '@analytics/service-kit';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';

export const AUDIT_LIST = 'audit';

@ApiSchema({ name: 'AuditRow' })
export class AuditRowView {
  @ApiProperty({ description: 'Place in the chain.' }) id: string;
  @ApiProperty({ format: 'date-time' }) at: string;
  @ApiProperty({ description: '`sub` of who did it.' }) actor: string;
  @ApiProperty({ example: 'key.revoke' }) action: string;
  @ApiProperty() object: string;
  @ApiProperty({ type: 'object', nullable: true, additionalProperties: true }) before: unknown;
  @ApiProperty({ type: 'object', nullable: true, additionalProperties: true }) after: unknown;
  @ApiProperty({ type: String, nullable: true }) reason: string | null;
  @ApiProperty() result: string;
  @ApiProperty({ description: 'Of the row before; zeros in the first one.' }) previous_hash: string;
  @ApiProperty({ description: 'SHA-256 over the hash before and the canonical JSON of the row.' }) hash: string;
}

export class AuditAnswer {
  @ApiProperty({ type: [AuditRowView] }) data: AuditRowView[];
  @ApiProperty() meta: ListMeta;
}

@ApiSchema({ name: 'AuditVerdict' })
export class AuditVerdictView {
  @ApiProperty() intact: boolean;
  @ApiProperty({ description: 'Rows that were looked at.' }) rows: number;
  @ApiProperty({ required: false, description: 'Place of the first row that is changed or missing.' })
  first_broken?: string;
}

export class AuditVerdictAnswer {
  @ApiProperty() data: AuditVerdictView;
  @ApiProperty() meta: AnswerMeta;
}

const toView = (row: AuditRow): AuditRowView => ({
  id: row.id.toString(),
  at: row.at.toISOString(),
  actor: row.actor,
  action: row.action,
  object: row.object,
  before: row.before,
  after: row.after,
  reason: row.reason,
  result: row.result,
  previous_hash: row.previousHash,
  hash: row.hash,
});

export function toAuditAnswer(rows: readonly AuditRow[], limit: number): AuditAnswer {
  const { page, meta } = pageOf(rows, limit, ({ id }) => cursorOf(AUDIT_LIST, id.toString()));
  return { data: page.map(toView), meta };
}

export const toVerdictAnswer = ({ intact, rows, firstBroken }: AuditVerdict): AuditVerdictAnswer => ({
  data: { intact, rows, ...(firstBroken === undefined ? {} : { first_broken: firstBroken.toString() }) },
  meta: answerMeta(),
});

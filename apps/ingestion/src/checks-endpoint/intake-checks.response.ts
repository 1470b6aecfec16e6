import { type IntakeVerdict, REASON_CODES } from '@analytics/contracts';
import type { Outcome } from '@analytics/infra-kafka';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ name: 'IntakeVerdict' })
export class IntakeVerdictView {
  @ApiProperty({ enum: ['pass', 'reject'] }) status: string;
  @ApiProperty({ required: false, enum: REASON_CODES }) reason?: string;
  @ApiProperty({ required: false, type: String, nullable: true }) pointer?: string | null;
  @ApiProperty({ required: false }) detail?: string;
}

export class IntakeChecksView {
  @ApiProperty({ type: [IntakeVerdictView] }) data: IntakeVerdictView[];
  @ApiProperty({ type: 'object', properties: { request_id: { type: 'string' } } }) meta: { request_id: string };
}

export function toVerdict(outcome: Outcome): IntakeVerdict {
  if (outcome.status !== 'rejected') return { status: 'pass' };
  const { reason, pointer = null, message } = outcome.deadLetter;
  return { status: 'reject', reason, pointer, detail: message };
}

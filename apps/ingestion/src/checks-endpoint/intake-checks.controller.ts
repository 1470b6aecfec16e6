import { INTAKE_CHECKS_PATH, type IntakeChecksAnswer } from '@analytics/contracts';
import type { Received } from '@analytics/infra-kafka';
import { currentRequest, ProtectedBy } from '@analytics/service-kit';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { IntakeService } from '../intake/intake.service';
import { CheckerGuard } from '../write-keys/sender.guard';
import { IntakeChecksRequest, type RecordToCheck } from './intake-checks.request';
import { IntakeChecksView, toVerdict } from './intake-checks.response';

/** For whoever wants to send records again: the very steps of intake say what would become of them. */
@ApiTags('checks')
@ApiSecurity('jwt')
@Controller(INTAKE_CHECKS_PATH.slice(1))
@ProtectedBy(CheckerGuard)
export class IntakeChecksController {
  constructor(private readonly intake: IntakeService) {}

  @Post()
  @HttpCode(200)
  @ApiOkResponse({ type: IntakeChecksView })
  async check(@Body() { records }: IntakeChecksRequest): Promise<IntakeChecksAnswer> {
    const now = Date.now();
    const outcomes = await this.intake.rehearse(records.map((record, index) => receivedOf(record, index, now)));
    return { data: outcomes.map(toVerdict), meta: { request_id: currentRequest()?.requestId ?? '' } };
  }
}

function receivedOf(record: RecordToCheck, index: number, now: number): Received {
  const { topic, headers, key_base64: key, value_base64: value, timestamp } = record;
  return {
    topic,
    partition: 0,
    offset: BigInt(index),
    key: bytesOf(key),
    value: bytesOf(value),
    headers,
    timestampMs: timestamp === undefined ? now : Date.parse(timestamp),
  };
}

const bytesOf = (base64: string | null): Buffer | null => (base64 === null ? null : Buffer.from(base64, 'base64'));

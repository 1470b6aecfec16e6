import { AuditLog } from '@analytics/infra-postgres';
import { Access, placeOf, RateLimited } from '@analytics/service-kit';
import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuditQuery } from './audit.request';
import { AUDIT_LIST, AuditAnswer, AuditVerdictAnswer, toAuditAnswer, toVerdictAnswer } from './audit.response';
import { AuditCheck } from './audit-check';

const instant = (text: string | undefined): Date | undefined => (text === undefined ? undefined : new Date(text));

@ApiTags('audit')
@Controller('api/v1/analytics/admin/audit')
@Access({ roles: ['platform_admin', 'privacy_officer', 'analytics_operator'] })
@RateLimited('admin')
export class AuditController {
  constructor(
    private readonly log: AuditLog,
    private readonly check: AuditCheck,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Who did what to which object, newest first' })
  @ApiOkResponse({ type: AuditAnswer })
  async list(@Query() { cursor, limit, from, until, ...asked }: AuditQuery): Promise<AuditAnswer> {
    const place = placeOf(AUDIT_LIST, cursor, /^\d{1,18}$/);
    const before = place === undefined ? undefined : BigInt(place);
    const filter = { ...asked, from: instant(from), until: instant(until) };
    return toAuditAnswer(await this.log.page(filter, limit + 1, before), limit);
  }

  @Post('verify')
  @HttpCode(200)
  @ApiOperation({ summary: 'Walks the whole chain: whether every row is as it was written, and none is missing' })
  @ApiOkResponse({ type: AuditVerdictAnswer })
  async verify(): Promise<AuditVerdictAnswer> {
    return toVerdictAnswer(await this.check.run());
  }
}

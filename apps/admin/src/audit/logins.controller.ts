import { AuditLog } from '@analytics/infra-postgres';
import { Access, AnswerMeta, answerMeta, type Principal, RateLimited, ROLES, Who } from '@analytics/service-kit';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';

class LoginAnswer {
  @ApiProperty() meta: AnswerMeta;
}

@ApiTags('audit')
@Controller('api/v1/analytics/admin/audit/logins')
@Access({ roles: ROLES })
@RateLimited('admin')
export class LoginsController {
  constructor(private readonly log: AuditLog) {}

  /** About nobody but the owner of the token: a row too many says only that they were here. */
  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'The console tells that the owner of this token has logged in' })
  @ApiOkResponse({ type: LoginAnswer })
  async record(@Who() { subject: actor, roles }: Principal): Promise<LoginAnswer> {
    await this.log.record({ actor, action: 'console.login', object: 'console', after: { roles }, result: 'done' });
    return { meta: answerMeta() };
  }
}

import type { StreamingTicketAnswer } from '@analytics/contracts';
import { Access, type Principal, RateLimited, Who } from '@analytics/service-kit';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { Tickets } from './tickets.service';

@ApiTags('streaming')
@ApiBearerAuth('jwt')
@Controller('api/v1/analytics/streaming')
@RateLimited('query')
export class StreamingController {
  constructor(private readonly tickets: Tickets) {}

  @Post('tickets')
  @HttpCode(201)
  @Access({ roles: ['platform_admin', 'marketing_manager'], scopes: ['metrics:read'] })
  @ApiCreatedResponse({
    description: 'A ticket that opens the WebSocket `/api/v1/analytics/streaming?ticket=…` once, within 30 seconds.',
    schema: {
      type: 'object',
      properties: {
        data: {
          type: 'object',
          properties: { ticket: { type: 'string' }, expires_at: { type: 'string', format: 'date-time' } },
        },
      },
    },
  })
  async ticket(@Who() principal: Principal): Promise<StreamingTicketAnswer> {
    const { ticket, expiresAt } = await this.tickets.issue(principal, new Date());
    return { data: { ticket, expires_at: expiresAt.toISOString() } };
  }
}

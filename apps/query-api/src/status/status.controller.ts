import { Public, RateLimited } from '@analytics/service-kit';
import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { StatusConfig } from './status.config';

class StatusAnswer {
  @ApiProperty({ example: '0.1.0' }) version: string;
  @ApiProperty({ enum: ['up'] }) status: string;
}

/** For whoever only wants to know whether somebody answers; what each store does is told on the management port. */
@ApiTags('status')
@Controller('api/v1/analytics/v2/status')
@Public()
@RateLimited('query')
export class StatusController {
  constructor(private readonly config: StatusConfig) {}

  @Get()
  @ApiOperation({ summary: 'Which version answers; needs no token' })
  @ApiOkResponse({ type: StatusAnswer })
  tell(): StatusAnswer {
    return { version: this.config.version, status: 'up' };
  }
}

import type { CreationRequest } from '@analytics/infra-postgres';
import { Access, answerMeta, PageQuery, placeOf, type Principal, RateLimited, Who } from '@analytics/service-kit';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CreatesOnce, OnceByKey } from '../requests/once-by-key.decorator';
import { NewWriteKey, Rotation, WriteKeyParams } from './write-keys.request';
import {
  toWriteKeyAnswer,
  toWriteKeysAnswer,
  WRITE_KEYS_LIST,
  WriteKeyAnswer,
  WriteKeysAnswer,
  WriteKeySecretAnswer,
} from './write-keys.response';
import { WriteKeysService } from './write-keys.service';

const SECRET_ONCE = ' The secret is not kept: to a repeat it is null; rotate the key where the first answer was lost.';

@ApiTags('write-keys')
@Controller('api/v1/analytics/admin/write-keys')
@Access({ roles: ['platform_admin', 'analytics_operator'] })
@RateLimited('admin')
export class WriteKeysController {
  constructor(private readonly keys: WriteKeysService) {}

  @Get()
  @ApiOperation({ summary: 'The keys there are, without their secrets' })
  @ApiOkResponse({ type: WriteKeysAnswer })
  async list(@Query() { cursor, limit }: PageQuery): Promise<WriteKeysAnswer> {
    const after = placeOf(WRITE_KEYS_LIST, cursor, /^[0-9a-f-]{36}$/);
    return toWriteKeysAnswer(await this.keys.list(limit + 1, after), limit);
  }

  @Post()
  @ApiOperation({ summary: 'A new key; its secret is shown this once' })
  @CreatesOnce(SECRET_ONCE)
  @ApiCreatedResponse({ type: WriteKeySecretAnswer })
  async create(
    @Body() wanted: NewWriteKey,
    @Who() { subject }: Principal,
    @OnceByKey() request?: CreationRequest,
  ): Promise<WriteKeySecretAnswer> {
    const { name, sources, types, imports, allowed_origins: allowedOrigins } = wanted;
    const scope = { sources, types, imports, allowedOrigins, requestsPerSecond: wanted.requests_per_second };
    return { data: await this.keys.create(name, scope, subject, request), meta: answerMeta() };
  }

  @Post(':id/rotate')
  @HttpCode(200)
  @ApiOperation({ summary: 'A new secret; the present one is taken for a while longer' })
  @CreatesOnce(SECRET_ONCE)
  @ApiOkResponse({ type: WriteKeySecretAnswer })
  async rotate(
    @Param() { id }: WriteKeyParams,
    @Body() { overlap_seconds: seconds }: Rotation,
    @Who() { subject }: Principal,
    @OnceByKey() request?: CreationRequest,
  ): Promise<WriteKeySecretAnswer> {
    const formerUntil = new Date(Date.now() + seconds * 1_000);
    return { data: await this.keys.rotate(id, formerUntil, subject, request), meta: answerMeta() };
  }

  @Post(':id/revoke')
  @HttpCode(200)
  @ApiOperation({ summary: 'The end of a key: refused everywhere within a minute' })
  @ApiOkResponse({ type: WriteKeyAnswer })
  async revoke(@Param() { id }: WriteKeyParams, @Who() { subject }: Principal): Promise<WriteKeyAnswer> {
    return toWriteKeyAnswer(await this.keys.revoke(id, new Date(), subject));
  }
}

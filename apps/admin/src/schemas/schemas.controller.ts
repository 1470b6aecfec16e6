import type { CreationRequest } from '@analytics/infra-postgres';
import { Access, answerMeta, type Principal, RateLimited, Who } from '@analytics/service-kit';
import { Body, Controller, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CreatesOnce, OnceByKey } from '../requests/once-by-key.decorator';
import { NewSchemaMode, NewSchemaVersion, SchemaParams, SchemaVersionParams } from './schemas.request';
import {
  SchemaAnswer,
  SchemaCheckAnswer,
  SchemasAnswer,
  SchemaVersionAnswer,
  toCheckAnswer,
  toSchemasAnswer,
  toTolerated,
  toUnknown,
  toUsage,
  toVersion,
} from './schemas.response';
import { RefusedBySchema } from './schema-refusals';
import { SchemasService } from './schemas.service';

@ApiTags('schemas')
@Controller('api/v1/analytics/admin/schemas')
@Access({ roles: ['platform_admin', 'analytics_operator'] })
@RateLimited('admin')
export class SchemasController {
  constructor(
    private readonly schemas: SchemasService,
    private readonly refusals: RefusedBySchema,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Every type with its newest version, how it is used, and types nobody registered' })
  @ApiOkResponse({ type: SchemasAnswer })
  async list(): Promise<SchemasAnswer> {
    const schemas = await this.schemas.list();
    const [usage, refusals, unknown, tolerated] = await Promise.all([
      this.schemas.usage(),
      this.refusals.byType(),
      this.schemas.unknownByType(schemas),
      this.schemas.toleratedByType(schemas),
    ]);
    return toSchemasAnswer(schemas, { usage, refusals, unknown, tolerated });
  }

  @Get(':type')
  @ApiOperation({ summary: 'A type with all its versions' })
  @ApiOkResponse({ type: SchemaAnswer })
  async find(@Param() { type }: SchemaParams): Promise<SchemaAnswer> {
    const versions = await this.schemas.versions(type);
    const [usage, refusals, unknown, tolerated] = await Promise.all([
      this.schemas.usage(type),
      this.refusals.byType(type),
      this.schemas.unknownProperties(type, versions.at(-1)!),
      this.schemas.tolerated(type),
    ]);
    const used = usage === undefined ? null : toUsage(usage);
    const data = {
      ...{ type, versions: versions.map(toVersion), usage: used },
      ...{ parked: refusals[0]?.parked ?? 0, refused: refusals[0]?.refused ?? 0 },
      ...{ tolerated_violations: toTolerated(tolerated), unknown_properties: toUnknown(unknown) },
    };
    return { data, meta: answerMeta() };
  }

  @Post(':type/versions')
  @ApiOperation({ summary: 'The next version: active everywhere within five seconds' })
  @CreatesOnce()
  @ApiCreatedResponse({ type: SchemaVersionAnswer })
  async register(
    @Param() { type }: SchemaParams,
    @Body() wanted: NewSchemaVersion,
    @Who() { subject: createdBy }: Principal,
    @OnceByKey() request?: CreationRequest,
  ): Promise<SchemaVersionAnswer> {
    const made = await this.schemas.register({ ...wanted, type, createdBy }, request);
    return { data: toVersion(made), meta: answerMeta() };
  }

  @Post(':type/check')
  @HttpCode(200)
  @ApiOperation({ summary: 'What registering it would say, without registering' })
  @ApiOkResponse({ type: SchemaCheckAnswer })
  async check(
    @Param() { type }: SchemaParams,
    @Body() wanted: NewSchemaVersion,
    @Who() { subject: createdBy }: Principal,
  ): Promise<SchemaCheckAnswer> {
    return toCheckAnswer(await this.schemas.check({ ...wanted, type, createdBy }));
  }

  @Patch(':type/versions/:version')
  @ApiOperation({ summary: 'What happens to events that break this version' })
  @ApiOkResponse({ type: SchemaVersionAnswer })
  async setMode(
    @Param() { type, version }: SchemaVersionParams,
    @Body() { mode }: NewSchemaMode,
    @Who() { subject }: Principal,
  ): Promise<SchemaVersionAnswer> {
    return { data: toVersion(await this.schemas.setMode(type, version, mode, subject)), meta: answerMeta() };
  }
}

import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { PageQuery, ProtectedBy, TakesRequestKey } from '@analytics/service-kit';
import { Controller, Get, Header, HttpCode, Param, Post, Query, Req, StreamableFile } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiSecurity,
  ApiTags,
} from '@nestjs/swagger';
import { BodyUnreadable } from '../collect/collect-errors';
import type { Sender } from '../write-keys/sender';
import { ImporterGuard, SentBy } from '../write-keys/sender.guard';
import { ImportParams, ImportQuery } from './imports.request';
import { ImportAnswer, ImportsAnswer, afterOf, toImportAnswer, toImportsAnswer } from './imports.response';
import { ImportsService } from './imports.service';
import { IMPORT_MEDIA_TYPES, importRequestOf } from './upload/import-request';

interface Incoming {
  readonly headers: IncomingHttpHeaders;
  /** Not read yet, see `ImportBodies`; undefined when there is none. */
  readonly body?: Readable;
}

@ApiTags('imports')
@ApiSecurity('writeKey')
@ApiSecurity('jwt')
@Controller('api/v1/analytics/imports')
@ProtectedBy(ImporterGuard)
export class ImportsController {
  constructor(private readonly imports: ImportsService) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Takes a file of old events; what becomes of its rows is told by the job' })
  @ApiConsumes(...Object.keys(IMPORT_MEDIA_TYPES))
  @ApiBody({
    description: 'A file of events, plain or gzip: a CloudEvent a line, or rows of CSV or Parquet with a mapping.',
    schema: { type: 'string', format: 'binary' },
  })
  @TakesRequestKey('The same key and file: the same import.')
  @ApiAcceptedResponse({ type: ImportAnswer })
  async start(
    @Req() request: Incoming,
    @Query() { mapping }: ImportQuery,
    @SentBy() by: Sender,
  ): Promise<ImportAnswer> {
    const { headers, body } = request;
    const wanted = importRequestOf(headers, mapping);
    if (body === undefined) throw new BodyUnreadable('is missing');
    const declared = headers['content-length'];
    const size = declared === undefined ? undefined : Number(declared);
    return toImportAnswer(await this.imports.receive(wanted, by, body, size));
  }

  @Get()
  @ApiOperation({ summary: 'Imports of this sender, newest first' })
  @ApiOkResponse({ type: ImportsAnswer })
  async list(@Query() { cursor, limit }: PageQuery, @SentBy() by: Sender): Promise<ImportsAnswer> {
    return toImportsAnswer(await this.imports.list(by, limit + 1, afterOf(cursor)), limit);
  }

  @Get(':id')
  @ApiOperation({ summary: 'How far an import has got' })
  @ApiOkResponse({ type: ImportAnswer })
  async find(@Param() { id }: ImportParams, @SentBy() by: Sender): Promise<ImportAnswer> {
    return toImportAnswer(await this.imports.find(by, id));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ends an import; rows that were taken stay' })
  @ApiOkResponse({ type: ImportAnswer })
  async cancel(@Param() { id }: ImportParams, @SentBy() by: Sender): Promise<ImportAnswer> {
    return toImportAnswer(await this.imports.cancel(by, id));
  }

  @Get(':id/verdicts')
  @ApiOperation({ summary: 'Which rows were refused, and why' })
  @Header('content-type', 'application/x-ndjson')
  @ApiProduces('application/x-ndjson')
  @ApiOkResponse({ description: 'A line for each refused row: row, line, id, source, code, pointer, detail.' })
  async verdicts(@Param() { id }: ImportParams, @SentBy() by: Sender): Promise<StreamableFile> {
    const lines = Readable.from(await this.imports.verdicts(by, id), { objectMode: false });
    return new StreamableFile(lines, {
      type: 'application/x-ndjson',
      disposition: `attachment; filename="${id}.ndjson"`,
    });
  }
}

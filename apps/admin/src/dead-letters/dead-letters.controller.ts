import {
  type CreationRequest,
  DEAD_LETTER_GROUPS,
  type DeadLetterFilter,
  type DeadLetterGroup,
} from '@analytics/infra-postgres';
import {
  Access,
  AccessDenied,
  answerMeta,
  instantParameter,
  pageOf,
  type Principal,
  QueryParameterWrong,
  RateLimited,
  Who,
} from '@analytics/service-kit';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CreatesOnce, OnceByKey } from '../requests/once-by-key.decorator';
import {
  type DiscardFilter,
  DiscardRequest,
  RecordParams,
  RecordsQuery,
  RevealQuery,
  SummaryQuery,
} from './dead-letters.request';
import {
  DeadLetterAnswer,
  DeadLettersAnswer,
  DiscardAnswer,
  SummaryAnswer,
  toGroup,
  toView,
} from './dead-letters.response';
import { DeadLettersService } from './dead-letters.service';
import { DiscardsService } from './discards.service';
import { cursorOf, placeOf } from './page-cursor';
import { LetterPayloads } from './payload/letter-payloads';
import { ShownPayloads } from './payload/shown-payloads';

const REVEALERS = ['platform_admin', 'privacy_officer'] as const;

@ApiTags('dead letters')
@Controller('api/v1/analytics/admin/dlq')
@Access({ roles: ['analytics_operator', 'platform_admin'] })
@RateLimited('admin')
export class DeadLettersController {
  constructor(
    private readonly letters: DeadLettersService,
    private readonly discards: DiscardsService,
    private readonly payloads: LetterPayloads,
    private readonly shown: ShownPayloads,
  ) {}

  @Get('summary')
  @ApiOperation({ summary: 'How many were refused, why and since when' })
  @ApiOkResponse({ type: SummaryAnswer })
  async summary(@Query() { group_by: wanted, ...query }: SummaryQuery): Promise<SummaryAnswer> {
    const { sums, truncated } = await this.letters.summary(groupsOf(wanted), this.filterOf(query));
    return { data: sums.map(toGroup), meta: { truncated, ...answerMeta() } };
  }

  @Get('records')
  @ApiOperation({ summary: 'What was refused, newest first' })
  @ApiOkResponse({ type: DeadLettersAnswer })
  async records(@Query() { cursor, limit, ...query }: RecordsQuery): Promise<DeadLettersAnswer> {
    const filter = this.filterOf(query);
    const place = cursor === undefined ? undefined : placeOf(cursor, filter);
    const items = await this.letters.page(filter, place, limit + 1);
    const { page, meta } = pageOf(items, limit, (last) => cursorOf(last, filter));
    return { data: page.map(toView), meta };
  }

  @Get('records/:id')
  @Access({ roles: ['analytics_operator', ...REVEALERS] })
  @ApiOperation({ summary: 'One record with its event' })
  @ApiOkResponse({ type: DeadLetterAnswer })
  async record(
    @Param() { id }: RecordParams,
    @Query() { reveal }: RevealQuery,
    @Who() who: Principal,
  ): Promise<DeadLetterAnswer> {
    const revealed = reveal === 'true';
    if (revealed && !REVEALERS.some((role) => who.roles.includes(role))) throw new AccessDenied();
    const { item, letter } = revealed ? await this.letters.reveal(id, who.subject) : await this.letters.find(id);
    const payload = revealed ? this.shown.revealed(letter) : await this.shown.masked(item, letter);
    const state = letter.state === 'kept' ? (revealed ? 'revealed' : 'masked') : letter.state;
    const { keyword, discardedReason: discarded_reason } = item;
    return { data: { ...toView(item), keyword, discarded_reason, payload, payload_state: state }, meta: answerMeta() };
  }

  @Post('discard')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sets aside open records that nobody needs' })
  @CreatesOnce(' A repeat of one that did not get to its end goes on with it.')
  @ApiOkResponse({ type: DiscardAnswer })
  async discard(
    @Body() { filter, reason_text: why }: DiscardRequest,
    @Who() { subject }: Principal,
    @OnceByKey() request?: CreationRequest,
  ): Promise<DiscardAnswer> {
    const wish = { filter: this.filterOf(filter), why, actor: subject };
    const byReason = await this.discards.discard(wish, request);
    return { data: { discarded: countOf(byReason), by_reason: byReason }, meta: answerMeta() };
  }

  private filterOf(query: Partial<RecordsQuery & DiscardFilter>): DeadLetterFilter {
    const { from, until, key, ids, reason, type, source, stage, status, text } = query;
    return {
      ...{ ids, reason, type, source, stage, status, text },
      keys: key === undefined ? undefined : this.payloads.keysOf(key),
      from: from === undefined ? undefined : instantParameter('from', from),
      until: until === undefined ? undefined : instantParameter('until', until),
    } as DeadLetterFilter;
  }
}

const countOf = (byReason: Readonly<Record<string, number>>): number =>
  Object.values(byReason).reduce((sum, records) => sum + records, 0);

function groupsOf(wanted: string | undefined): DeadLetterGroup[] {
  const names = wanted === undefined || wanted === '' ? [] : wanted.split(',');
  const groups = DEAD_LETTER_GROUPS.filter((group) => names.includes(group));
  if (groups.length !== names.length) {
    throw new QueryParameterWrong('group_by', `must be names of ${DEAD_LETTER_GROUPS.join(', ')}, each once`);
  }
  return names as DeadLetterGroup[];
}

import type { GamesAnswer } from '@analytics/contracts';
import type { GamesAsk } from '@analytics/domain';
import { Access, currentRequest, type Principal, RateLimited, Who } from '@analytics/service-kit';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { WhileThere } from '../warehouse/caller-gone.decorator';
import { cursorAfter, placeOf } from './games-cursor';
import { AnswersGames } from './games.openapi';
import { GamesRequest } from './games.request';
import { type GamesPage, GamesService } from './games.service';

@ApiTags('games')
@Controller('api/v1/analytics/games')
@Access({ roles: ['platform_admin', 'marketing_manager', 'developer'], scopes: ['metrics:read'] })
@RateLimited('query')
export class GamesController {
  constructor(private readonly games: GamesService) {}

  @Get()
  @AnswersGames()
  async list(
    @Query() ask: GamesRequest,
    @Who() who: Principal,
    @WhileThere() signal: AbortSignal,
  ): Promise<GamesAnswer> {
    return toAnswer(await this.games.list(toAsk(ask), who, signal));
  }
}

const toAsk = ({ ids, q, cursor, limit }: GamesRequest): GamesAsk => ({
  limit,
  ...(ids !== undefined && { ids }),
  ...(q !== undefined && { words: q }),
  ...(cursor !== undefined && { after: placeOf(cursor) }),
});

const toAnswer = ({ games, hasMore }: GamesPage): GamesAnswer => ({
  data: games,
  meta: { next_cursor: hasMore ? cursorAfter(games.at(-1)!) : null, request_id: currentRequest()?.requestId ?? '' },
});

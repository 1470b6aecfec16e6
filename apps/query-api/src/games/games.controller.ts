import type { GamesAnswer } from '@analytics/contracts';
import type { GamesAsk } from '@analytics/domain';
import { Access, pageOf, type Principal, RateLimited, Who } from '@analytics/service-kit';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { WhileThere } from '../warehouse/caller-gone.decorator';
import { afterOf, cursorAfter } from './games-cursor';
import { AnswersGames } from './games.openapi';
import { GamesRequest } from './games.request';
import { GamesService } from './games.service';

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
    const { page, meta } = pageOf(await this.games.list(toAsk(ask), who, signal), ask.limit, cursorAfter);
    return { data: page, meta };
  }
}

const toAsk = ({ ids, q, cursor, limit }: GamesRequest): GamesAsk => {
  const after = afterOf(cursor);
  return {
    limit,
    ...(ids !== undefined && { ids }),
    ...(q !== undefined && { words: q }),
    ...(after !== undefined && { after }),
  };
};

import { type GameRow, type GamesAsk, gamesStatement } from '@analytics/domain';
import type { Principal } from '@analytics/service-kit';
import { Injectable } from '@nestjs/common';
import { ScopesService } from '../metrics/scopes.service';
import { Warehouse } from '../warehouse/warehouse';

export interface GamesPage {
  readonly games: readonly GameRow[];
  readonly hasMore: boolean;
}

/** The games somebody may see numbers of. */
@Injectable()
export class GamesService {
  constructor(
    private readonly warehouse: Warehouse,
    private readonly scopes: ScopesService,
  ) {}

  async list(ask: GamesAsk, who: Principal, signal: AbortSignal): Promise<GamesPage> {
    const scope = await this.scopes.scopeOf(who, signal);
    const games = await this.warehouse.run(gamesStatement(ask, scope), { signal, scope });
    return { games: games.slice(0, ask.limit), hasMore: games.length > ask.limit };
  }
}

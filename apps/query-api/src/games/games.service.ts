import { type GameRow, type GamesAsk, gamesStatement } from '@analytics/domain';
import type { Principal } from '@analytics/service-kit';
import { Injectable } from '@nestjs/common';
import { ScopesService } from '../metrics/scopes.service';
import { Warehouse } from '../warehouse/warehouse';

/** The games somebody may see numbers of. */
@Injectable()
export class GamesService {
  constructor(
    private readonly warehouse: Warehouse,
    private readonly scopes: ScopesService,
  ) {}

  /** By title, at most one more than the page holds. */
  async list(ask: GamesAsk, who: Principal, signal: AbortSignal): Promise<GameRow[]> {
    const scope = await this.scopes.scopeOf(who, signal);
    return this.warehouse.run(gamesStatement(ask, scope), { signal, scope });
  }
}

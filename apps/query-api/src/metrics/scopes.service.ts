import { EVERYTHING, OutOfScope, ownGamesStatement, type Scope } from '@analytics/domain';
import { ClickHouse } from '@analytics/infra-clickhouse';
import type { Principal } from '@analytics/service-kit';
import { Injectable } from '@nestjs/common';

type Rights = Pick<Principal, 'roles' | 'developerId' | 'clientId' | 'scopes'>;

/** What somebody who may ask at all may see: everything, or, for a developer, the games published as theirs. */
@Injectable()
export class ScopesService {
  constructor(private readonly clickhouse: ClickHouse) {}

  async scopeOf({ roles, developerId, clientId, scopes }: Rights): Promise<Scope> {
    if (roles.includes('platform_admin') || roles.includes('marketing_manager')) return EVERYTHING;
    if (clientId !== undefined && scopes.includes('metrics:read')) return EVERYTHING;
    if (!roles.includes('developer') || developerId === undefined) {
      throw new OutOfScope('the token names no developer whose games could be shown');
    }
    const games = await this.clickhouse.run(ownGamesStatement(developerId));
    return { kind: 'games', developerId, gameIds: games.map(({ game_id }) => game_id) };
  }
}

import { EVERYTHING, OutOfScope, ownGamesStatement, type Scope } from '@analytics/domain';
import type { Principal } from '@analytics/service-kit';
import { Injectable, Optional } from '@nestjs/common';
import { Flights } from '../warehouse/flights';
import { Warehouse } from '../warehouse/warehouse';
import type { Reader } from './answers/answer-key';
import { AnswersConfig } from './answers/answers.config';
import { LastKnownGames } from './last-known-games';

type Rights = Pick<Principal, 'roles' | 'developerId' | 'clientId' | 'scopes'>;

/** What somebody who may ask at all may see: everything, or, for a developer, the games published as theirs. */
@Injectable()
export class ScopesService {
  private readonly flights = new Flights<readonly string[]>();

  constructor(
    private readonly warehouse: Warehouse,
    private readonly config: AnswersConfig,
    @Optional() private readonly lastKnown?: LastKnownGames,
  ) {}

  async readerOf(who: Rights, signal?: AbortSignal): Promise<Reader> {
    const scope = await this.scopeOf(who, signal);
    const fewestPeople = this.fewestPeopleFor(who);
    return fewestPeople === undefined ? { scope } : { scope, fewestPeople };
  }

  /** Smaller groups are hidden from people who look at numbers, not from who runs the platform or is a part of it. */
  fewestPeopleFor({ roles, clientId }: Rights): number | undefined {
    const seesAny = clientId !== undefined || roles.includes('platform_admin');
    return seesAny ? undefined : this.config.smallCellPeople;
  }

  async scopeOf({ roles, developerId, clientId, scopes }: Rights, signal?: AbortSignal): Promise<Scope> {
    if (roles.includes('platform_admin') || roles.includes('marketing_manager')) return EVERYTHING;
    if (clientId !== undefined && scopes.includes('metrics:read')) return EVERYTHING;
    if (!roles.includes('developer') || developerId === undefined) {
      throw new OutOfScope({
        en: 'the token names no developer whose games could be shown',
        ru: 'в токене не назван разработчик, чьи игры можно показать',
      });
    }
    const gameIds = await this.flights.share(developerId, signal, (ended) => this.gamesOf(developerId, ended));
    return { kind: 'games', developerId, gameIds };
  }

  private gamesOf(developerId: string, signal: AbortSignal): Promise<readonly string[]> {
    const read = async () => {
      const games = await this.warehouse.run(ownGamesStatement(developerId), { signal });
      return games.map(({ game_id }) => game_id);
    };
    return this.lastKnown === undefined ? read() : this.lastKnown.orElse(developerId, read);
  }
}

import { DomainError } from '../../errors/domain-error';
import type { MetricQuestion } from '../question/metric-question';
import { GAME_DIMENSIONS } from '../question/dimensions';

/** What of the platform somebody may see; the compiler adds it to every table it reads. */
export type Scope =
  | { readonly kind: 'everything' }
  | { readonly kind: 'games'; readonly developerId: string; readonly gameIds: readonly string[] };

export const EVERYTHING: Scope = { kind: 'everything' };

/** Somebody asks for what is not theirs; does not tell whether it exists. */
export class OutOfScope extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'ACCESS_DENIED_TO_RESOURCE';
}

/** Whoever sees some games only can ask what has a game, and names no game or developer but their own. */
export function assertInScope(question: MetricQuestion, scope: Scope): void {
  if (scope.kind === 'everything') return;
  if (!question.metric.dimensions.includes('game_id')) {
    throw new OutOfScope({
      en: 'this metric is not known by game, so it is not for developers',
      ru: 'эта метрика не считается по играм, поэтому разработчикам она не видна',
    });
  }
  const own = { game_id: new Set(scope.gameIds), developer_id: new Set([scope.developerId]) };
  for (const { dimension, values } of question.filters) {
    if (dimension !== 'game_id' && dimension !== 'developer_id') continue;
    if (!values.every((value) => own[dimension].has(value))) {
      throw new OutOfScope({
        en: 'filters name a game or a developer that is not yours',
        ru: 'в фильтрах названа чужая игра или чужой разработчик',
      });
    }
  }
}

/** Whether acts count as acts with games: then a purchase counts for each game of its lines, and acts without a game not at all. */
export const asksAboutGames = (question: Pick<MetricQuestion, 'dimensions' | 'filters'>, scope: Scope): boolean =>
  scope.kind === 'games' ||
  question.dimensions.some((dimension) => GAME_DIMENSIONS.includes(dimension)) ||
  question.filters.some(({ dimension }) => GAME_DIMENSIONS.includes(dimension));

import type { MetricNumber, MetricValuesAnswer } from '@analytics/contracts';
import { type Question, questionOf } from '../../view-state/question/question';
import { type Outlook } from '../../view-state/view';

/** What a developer is told about the own games, in the order of the page. */
export const GAME_METRICS = [
  'gross_revenue',
  'net_revenue',
  'refunds',
  'units_sold',
  'wishlist_adds',
  'conversion_wishlist_to_purchase',
  'dau',
  'playtime_hours',
  'reviews',
  'review_score',
] as const;
export type GameMetric = (typeof GAME_METRICS)[number];

/** Of these less is better. */
export const LESS_IS_BETTER: readonly GameMetric[] = ['refunds'];

const MOST_GAMES = 200;

/** All the own games together, and each for itself: one question. What is not theirs the API leaves out. */
export const gamesQuestion = (metric: GameMetric, outlook: Outlook, now: Date): Question =>
  questionOf({ ...outlook, metric, granularity: 'day', dimensions: ['game_id'], top: MOST_GAMES }, now);

export interface GameRow {
  readonly gameId: string;
  readonly values: Readonly<Partial<Record<GameMetric, MetricNumber>>>;
}

/** One row a game, the best-selling first; numbers that have not come yet are left out. */
export function gameRows(answers: Readonly<Partial<Record<GameMetric, MetricValuesAnswer>>>): readonly GameRow[] {
  const rows = new Map<string, Partial<Record<GameMetric, MetricNumber>>>();
  for (const metric of GAME_METRICS) {
    for (const { dimensions, total } of answers[metric]?.data.series ?? []) {
      const id = dimensions['game_id'] ?? '';
      if (id === '' || id === '__other__') continue;
      rows.set(id, { ...rows.get(id), [metric]: total });
    }
  }
  return [...rows]
    .map(([gameId, values]) => ({ gameId, values }))
    .sort((one, other) => salesOf(other) - salesOf(one) || one.gameId.localeCompare(other.gameId));
}

const salesOf = ({ values }: GameRow): number => values.gross_revenue?.value ?? 0;

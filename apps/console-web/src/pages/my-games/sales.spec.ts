import type { MetricValuesAnswer } from '@analytics/contracts';
import { USUAL_OUTLOOK } from '../../view-state/view';
import { gameRows, gamesQuestion } from './sales';

const answer = (totals: Record<string, number | null>): MetricValuesAnswer =>
  ({
    data: {
      metric: 'x',
      unit: 'count',
      series: Object.entries(totals).map(([game_id, value]) => ({
        dimensions: { game_id },
        points: [],
        total: { value },
      })),
      total: { value: 0 },
    },
    meta: {},
  }) as unknown as MetricValuesAnswer;

describe('the rows of games', () => {
  it('begin with the game that sells best', () => {
    const rows = gameRows({ gross_revenue: answer({ a: 10, b: 30, c: 20 }), dau: answer({ a: 5, d: 1 }) });
    expect(rows.map(({ gameId }) => gameId)).toEqual(['b', 'c', 'a', 'd']);
    expect(rows[2]!.values).toEqual({ gross_revenue: { value: 10 }, dau: { value: 5 } });
  });

  it('hold no sum of others and nothing without a game', () => {
    expect(gameRows({ dau: answer({ __other__: 7, '': 3, a: 1 }) }).map(({ gameId }) => gameId)).toEqual(['a']);
  });

  it('are asked for by game, for the whole period', () => {
    const { parameters } = gamesQuestion('dau', USUAL_OUTLOOK, new Date('2026-11-21T12:00:00Z'));
    expect(parameters).toMatchObject({ dimensions: 'game_id', granularity: 'day', timezone: 'Europe/Moscow' });
  });
});

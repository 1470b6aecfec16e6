import { EVERYTHING } from '../metrics/plan/scope';
import { gamesStatement } from './games.sql';

const NORTH = { kind: 'games', developerId: 'north', gameIds: ['alpha', 'beta'] } as const;

describe('the games somebody may see', () => {
  it('are those of the scope, whatever else is asked', () => {
    const { text, params } = gamesStatement({ ids: ['alpha', 'gamma'], words: "x' OR 1=1 --", limit: 10 }, NORTH);
    expect(text.match(/game_id IN/g)).toHaveLength(2);
    expect(Object.values(params)).toContainEqual(['alpha', 'beta']);
    expect(text).not.toContain('OR 1=1');
  });

  it('go on after the last one of the page before', () => {
    const { text } = gamesStatement({ after: { title: 'Alpha', gameId: 'a' }, limit: 10 }, EVERYTHING);
    expect(text).toMatch(/\(title, game_id\) > \(.+\) ORDER BY title, game_id LIMIT/);
  });
});

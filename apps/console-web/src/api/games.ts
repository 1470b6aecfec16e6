import type { GamesAnswer } from '@analytics/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api } from './api-client';

/** As many as the API takes at once. */
const MOST_IDS = 200;
const FIVE_MINUTES = 300_000;

const titlesQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ['games', 'titles', ids],
    enabled: ids.length > 0,
    staleTime: FIVE_MINUTES,
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, string>> => {
      const { data } = await api.get<GamesAnswer>('/games', {
        query: { ids: ids.join(','), limit: MOST_IDS },
        signal,
      });
      return new Map(data.map(({ game_id, title }) => [game_id, title]));
    },
  });

/** `const titleOf = useGameTitles(ids)`: the title, or the beginning of the id while it is on its way and where it has none. */
export function useGameTitles(ids: readonly string[]): (id: string) => string {
  const { data } = useQuery(titlesQuery([...new Set(ids)].sort().slice(0, MOST_IDS)));
  return useCallback((id) => data?.get(id) ?? shortId(id), [data]);
}

/** Games whose title has these words, for pickers: the first fifty. */
export const gamesQuery = (words: string) =>
  queryOptions({
    queryKey: ['games', 'search', words],
    staleTime: FIVE_MINUTES,
    queryFn: async ({ signal }) =>
      (await api.get<GamesAnswer>('/games', { query: { q: words === '' ? undefined : words, limit: 50 }, signal }))
        .data,
  });

const shortId = (id: string): string => (id.length > 8 ? `${id.slice(0, 8)}…` : id);

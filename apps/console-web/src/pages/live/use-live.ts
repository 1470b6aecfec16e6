import type { RealtimeTopAnswer } from '@analytics/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../api/api-client';
import { type LiveWindow, NOTHING_YET } from './live-numbers';
import { LiveStream, type LiveState } from './live-stream';

const BEGINNING: LiveState = { numbers: NOTHING_YET, connection: 'connecting', error: undefined };
const RANKING_MS = 5_000;

/** The numbers of a window as the stream tells them, as long as the page is there. */
export function useLive(window: LiveWindow): LiveState {
  const [known, setKnown] = useState<{ readonly window: LiveWindow; readonly state: LiveState }>();
  useEffect(() => {
    const stream = new LiveStream(window, (state) => setKnown({ window, state }));
    stream.start();
    return () => stream.stop();
  }, [window]);
  return known?.window === window ? known.state : BEGINNING;
}

export type Ranking =
  | { readonly of: 'game_id'; readonly by: 'page_views' | 'revenue' | 'players' }
  | { readonly of: 'event_type'; readonly by: 'events' };

/** Who is ahead in the window; the stream does not tell, so it is asked. */
export const useRanking = (ranking: Ranking, window: LiveWindow) =>
  useQuery({
    queryKey: ['live-ranking', ranking, window],
    queryFn: ({ signal }) =>
      api.get<RealtimeTopAnswer>('/metrics/realtime/top', { query: { ...ranking, window, limit: 10 }, signal }),
    refetchInterval: RANKING_MS,
    staleTime: 0,
    placeholderData: keepPreviousData,
  });

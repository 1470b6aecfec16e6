import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error';

const RETRIES = 2;

/** Worth asking again: nobody was there, or asked to come back. */
const passes = (error: Error) =>
  error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status === 503);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 300_000,
      refetchOnWindowFocus: false,
      retry: (failed, error) => failed < RETRIES && passes(error),
      retryDelay: (attempt, error) =>
        Math.min(10_000, ((error instanceof ApiError && error.retryAfterSeconds) || 2 ** attempt) * 1_000),
    },
    mutations: { retry: false },
  },
});

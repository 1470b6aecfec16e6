import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorState } from './error-state';
import { LoadingState } from './loading-state';

interface AnsweredProps<Answer> {
  readonly query: UseQueryResult<Answer, Error>;
  /** Height of what comes, so that nothing jumps. */
  readonly height?: number;
  readonly rows?: number;
  readonly children: (answer: Answer) => ReactNode;
}

/** `<Answered query={query}>{(answer) => …}</Answered>`: loading and error are shown alike on every page. */
export function Answered<Answer>({ query, height, rows, children }: AnsweredProps<Answer>) {
  if (query.data !== undefined && !query.isError) return children(query.data);
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <LoadingState {...(height !== undefined && { height })} {...(rows !== undefined && { rows })} />;
}

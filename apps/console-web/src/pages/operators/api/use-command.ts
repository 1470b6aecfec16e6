import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../api/api-client';
import { ADMIN, OPERATORS } from './questions';

interface Command {
  readonly path: string;
  readonly body?: unknown;
  readonly method?: 'post' | 'patch';
}

/** Something that changes the platform: afterwards everything shown here is asked for anew. */
export function useCommand<Told>(onDone?: (told: Told) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body, method = 'post' }: Command) => api[method]<Told>(`${ADMIN}${path}`, body ?? {}),
    onSuccess: (told) => {
      onDone?.(told);
      return queries.invalidateQueries({ queryKey: [OPERATORS] });
    },
  });
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/api-client';
import { ADMIN, OPERATORS } from './questions';
import { RequestKey } from './request-key';

interface Command {
  readonly path: string;
  readonly body?: unknown;
  readonly method?: 'post' | 'patch';
}

/** Something that changes the platform: afterwards everything shown here is asked for anew. */
export function useCommand<Told>(onDone?: (told: Told) => void) {
  const queries = useQueryClient();
  const [key] = useState(() => new RequestKey());
  return useMutation({
    mutationFn: (command: Command) => {
      const { path, body, method = 'post' } = command;
      const headers = { 'idempotency-key': key.of(JSON.stringify(command)) };
      return api[method]<Told>(`${ADMIN}${path}`, body ?? {}, { headers });
    },
    onSuccess: (told) => {
      key.done();
      onDone?.(told);
      return queries.invalidateQueries({ queryKey: [OPERATORS] });
    },
  });
}

import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { failureOf, unreachable } from './api-error';
import { goToLogin } from './api-client';

export type Role =
  'platform_admin' | 'marketing_manager' | 'developer' | 'analytics_operator' | 'privacy_officer' | 'user';

/** Who is logged in. What they may see is decided by the APIs: the page only leaves out what would be refused. */
export interface Me {
  readonly sub: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly developer_id: string | null;
}

export const meQuery = queryOptions({
  queryKey: ['me'],
  staleTime: Infinity,
  retry: false,
  queryFn: async ({ signal }): Promise<Me> => {
    const response = await fetch('/auth/me', { signal, headers: { accept: 'application/json' } }).catch((error) => {
      throw signal.aborted ? error : unreachable();
    });
    if (response.status === 401) goToLogin();
    if (!response.ok) throw await failureOf(response);
    return ((await response.json()) as { readonly data: Me }).data;
  },
});

/** The person of this session; only inside the shell, which waits for it. */
export const useMe = (): Me => useSuspenseQuery(meQuery).data;

export const hasRole = (me: Me, ...roles: readonly Role[]): boolean => roles.some((role) => me.roles.includes(role));

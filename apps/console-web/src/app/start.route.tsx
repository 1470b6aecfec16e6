import { createRoute, redirect } from '@tanstack/react-router';
import { meQuery } from '../api/me';
import { queryClient } from '../api/query-client';
import { NoPages } from './not-found';
import { rootRoute } from './root-route';
import { startOf } from './sections';

/** `/` leads to the page a person begins with. */
export const startRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async () => {
    const start = startOf(await queryClient.ensureQueryData(meQuery));
    if (start !== undefined) throw redirect({ to: start, replace: true });
  },
  component: NoPages,
});

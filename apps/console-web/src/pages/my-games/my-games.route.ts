import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/root-route';
import type { SearchText } from '../../view-state/link';

export const myGamesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/my-games',
  validateSearch: (search: Record<string, unknown>): SearchText => search as SearchText,
  component: lazyRouteComponent(() => import('./my-games-page'), 'MyGamesPage'),
});

import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/root-route';
import type { SearchText } from '../../view-state/link';

export const explorerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/explorer',
  // Read where it is shown: what of a link could not be followed has to be said there.
  validateSearch: (search: Record<string, unknown>): SearchText => search as SearchText,
  component: lazyRouteComponent(() => import('./explorer-page'), 'ExplorerPage'),
});

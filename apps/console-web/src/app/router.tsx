import { createRouter, RouterProvider } from '@tanstack/react-router';
import { ErrorState } from '../components/states/error-state';
import { LoadingState } from '../components/states/loading-state';
import { explorerRoute } from '../pages/explorer/explorer.route';
import { liveRoute } from '../pages/live/live.route';
import { myGamesRoute } from '../pages/my-games/my-games.route';
import { operatorRoutes } from '../pages/operators/operator-routes';
import { overviewRoute } from '../pages/overview/overview.route';
import { NotFound } from './not-found';
import { rootRoute } from './root-route';
import { parseSearch, stringifySearch } from './search';
import { startRoute } from './start.route';

const routeTree = rootRoute.addChildren([
  startRoute,
  overviewRoute,
  explorerRoute,
  liveRoute,
  myGamesRoute,
  ...operatorRoutes,
]);

const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultPendingComponent: () => <LoadingState height={480} />,
  defaultErrorComponent: ({ error, reset }) => (
    <ErrorState error={error instanceof Error ? error : new Error(String(error))} onRetry={reset} />
  ),
  defaultNotFoundComponent: NotFound,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

export const PageRouter = () => <RouterProvider router={router} />;

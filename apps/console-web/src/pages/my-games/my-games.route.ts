import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/root-route';

export const myGamesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/my-games',
  component: lazyRouteComponent(() => import('./my-games-page'), 'MyGamesPage'),
});

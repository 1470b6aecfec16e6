import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/root-route';
import { LIVE_WINDOWS, type LiveWindow } from './live-numbers';

export const liveRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/live',
  validateSearch: ({ window }: Record<string, unknown>): { readonly window: LiveWindow } => ({
    window: LIVE_WINDOWS.find((known) => known === window) ?? '5m',
  }),
  component: lazyRouteComponent(() => import('./live-page'), 'LivePage'),
});

import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/root-route';

const dlqRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/operators/dlq',
  component: lazyRouteComponent(() => import('./dlq/dlq-page'), 'DlqPage'),
});

/** The operators' pages. */
export const operatorRoutes = [dlqRoute] as const;

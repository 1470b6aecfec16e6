import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { rootRoute } from '../../app/root-route';
import { letterSearchOf } from './filter/letter-filter';
import { picked } from './picked';

const getParentRoute = () => rootRoute;

/** Every page of operators with what its address may say; the pages themselves come when they are opened. */
export const operatorRoutes = [
  createRoute({
    getParentRoute,
    path: '/operators',
    beforeLoad: () => {
      throw redirect({ to: '/operators/dlq', replace: true });
    },
  }),
  createRoute({
    getParentRoute,
    path: '/operators/dlq',
    validateSearch: letterSearchOf,
    component: lazyRouteComponent(() => import('./dead-letters/summary-page'), 'SummaryPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/operators/dlq/records',
    validateSearch: letterSearchOf,
    component: lazyRouteComponent(() => import('./dead-letters/letters-page'), 'LettersPage'),
  }),
  // Beside the section, not below it: who may reveal records may open one without being an operator.
  createRoute({
    getParentRoute,
    path: '/operators/records/$id',
    component: lazyRouteComponent(() => import('./record/letter-page'), 'LetterPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/operators/replays',
    validateSearch: picked('status', 'cursor'),
    component: lazyRouteComponent(() => import('./replays/replays-page'), 'ReplaysPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/operators/replays/new',
    validateSearch: (given: Record<string, unknown>) => ({ ...letterSearchOf(given), ...picked('how')(given) }),
    component: lazyRouteComponent(() => import('./replays/new-replay-page'), 'NewReplayPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/operators/replays/$id',
    component: lazyRouteComponent(() => import('./replays/replay-page'), 'ReplayPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/operators/schemas',
    validateSearch: picked('q'),
    component: lazyRouteComponent(() => import('./schemas/schemas-page'), 'SchemasPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/operators/schemas/$type',
    validateSearch: picked('version', 'edit'),
    component: lazyRouteComponent(() => import('./schemas/schema-page'), 'SchemaPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/operators/write-keys',
    validateSearch: picked('cursor'),
    component: lazyRouteComponent(() => import('./write-keys/write-keys-page'), 'WriteKeysPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/operators/trace',
    validateSearch: picked('source', 'id'),
    component: lazyRouteComponent(() => import('./trace/trace-page'), 'TracePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/operators/reconciliations',
    validateSearch: picked('cursor'),
    component: lazyRouteComponent(() => import('./reconciliations/reconciliations-page'), 'ReconciliationsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/operators/reconciliations/$id',
    validateSearch: picked('lines'),
    component: lazyRouteComponent(() => import('./reconciliations/reconciliation-page'), 'ReconciliationPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/operators/pipelines',
    component: lazyRouteComponent(() => import('./pipelines/pipelines-page'), 'PipelinesPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/operators/pipelines/$name',
    validateSearch: picked('cursor'),
    component: lazyRouteComponent(() => import('./pipelines/runs-page'), 'RunsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/operators/pipelines/$name/$id',
    component: lazyRouteComponent(() => import('./pipelines/run-page'), 'RunPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/operators/data-quality',
    validateSearch: picked('q', 'only'),
    component: lazyRouteComponent(() => import('./data-quality/data-quality-page'), 'DataQualityPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/operators/audit',
    validateSearch: picked('actor', 'action', 'object', 'from', 'until', 'cursor'),
    component: lazyRouteComponent(() => import('./audit/audit-page'), 'AuditPage'),
  }),
] as const;

import { hasRole, type Me, type Role } from '../api/me';

export interface Section {
  readonly path: string;
  readonly label:
    | 'overview'
    | 'explorer'
    | 'live'
    | 'myGames'
    | 'dlq'
    | 'replays'
    | 'schemas'
    | 'writeKeys'
    | 'trace'
    | 'reconciliations'
    | 'pipelines'
    | 'dataQuality'
    | 'audit';
  readonly group: 'numbers' | 'operators';
  /** Whom the APIs behind the page answer; everybody else is told so instead of being sent into refusals. */
  readonly roles: readonly Role[];
}

const READERS: readonly Role[] = ['platform_admin', 'marketing_manager', 'developer'];
const OPERATORS: readonly Role[] = ['analytics_operator', 'platform_admin'];

/** The pages in the order of the navigation. */
export const SECTIONS: readonly Section[] = [
  { path: '/overview', label: 'overview', group: 'numbers', roles: READERS },
  { path: '/explorer', label: 'explorer', group: 'numbers', roles: READERS },
  { path: '/live', label: 'live', group: 'numbers', roles: ['platform_admin', 'marketing_manager'] },
  { path: '/my-games', label: 'myGames', group: 'numbers', roles: ['developer'] },
  { path: '/operators/dlq', label: 'dlq', group: 'operators', roles: OPERATORS },
  { path: '/operators/replays', label: 'replays', group: 'operators', roles: OPERATORS },
  { path: '/operators/schemas', label: 'schemas', group: 'operators', roles: OPERATORS },
  { path: '/operators/write-keys', label: 'writeKeys', group: 'operators', roles: OPERATORS },
  { path: '/operators/trace', label: 'trace', group: 'operators', roles: OPERATORS },
  { path: '/operators/reconciliations', label: 'reconciliations', group: 'operators', roles: OPERATORS },
  { path: '/operators/pipelines', label: 'pipelines', group: 'operators', roles: OPERATORS },
  { path: '/operators/data-quality', label: 'dataQuality', group: 'operators', roles: OPERATORS },
  { path: '/operators/audit', label: 'audit', group: 'operators', roles: [...OPERATORS, 'privacy_officer'] },
];

export const sectionsOf = (me: Me): readonly Section[] => SECTIONS.filter(({ roles }) => hasRole(me, ...roles));

/** The page an address belongs to, with everything below it. */
export const sectionAt = (pathname: string): Section | undefined =>
  SECTIONS.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`));

/** Where a person begins: a developer with their games, everybody else with the first page they may see. */
export function startOf(me: Me): string | undefined {
  const own = sectionsOf(me);
  return (own.find(({ path }) => path === '/my-games' && !hasRole(me, 'platform_admin')) ?? own[0])?.path;
}

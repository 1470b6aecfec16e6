/** Every page there is, with somebody who may see it; what axe and the pictures go through. */
export const PAGES: readonly { readonly path: string; readonly role: string }[] = [
  { path: '/overview', role: 'platform_admin' },
  { path: '/explorer', role: 'platform_admin' },
  { path: '/live', role: 'platform_admin' },
  { path: '/my-games', role: 'developer' },
  { path: '/operators/dlq', role: 'platform_admin' },
  { path: '/operators/replays', role: 'platform_admin' },
  { path: '/operators/schemas', role: 'platform_admin' },
  { path: '/operators/write-keys', role: 'platform_admin' },
  { path: '/operators/trace', role: 'platform_admin' },
  { path: '/operators/reconciliations', role: 'platform_admin' },
  { path: '/operators/pipelines', role: 'platform_admin' },
  { path: '/operators/data-quality', role: 'platform_admin' },
  { path: '/operators/audit', role: 'platform_admin' },
];

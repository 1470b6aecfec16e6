/** Rows that nothing here can run; each says why, and counts as not green. */
const absent = (what) => `the product has no ${what} yet`;

export const rows = [
  {
    id: 'F42',
    group: 'events',
    title: 'everything is invalid after a bad deploy',
    missing: 'not automated: the breaker is proved by the specs of its library alone',
  },
  { id: 'F47', group: 'apps', title: 'report worker killed during an export', missing: absent('reports') },
  { id: 'F48', group: 'apps', title: 'refresh of a segment killed', missing: absent('segments') },
  { id: 'F49', group: 'apps', title: 'file of a model broken, registry away', missing: absent('predictions') },
  { id: 'F50', group: 'apps', title: 'receivers of webhooks that misbehave', missing: absent('webhooks') },
  { id: 'F51', group: 'soak', title: 'soak: a random fault every 10 s for 60 min', missing: 'not automated here' },
];

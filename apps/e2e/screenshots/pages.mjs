const ADMIN = 'platform_admin';
/** Who has not logged in yet. */
export const NOBODY = 'nobody';

/** What pictures are taken of: a page, who looks at it, and which link of it is followed first where its address has an id. */
export const PAGES = [
  { name: 'log-in', path: '/', role: NOBODY },
  { name: 'overview', path: '/overview', role: ADMIN },
  { name: 'explorer', path: '/explorer', role: ADMIN },
  {
    name: 'explorer-platform',
    path: '/explorer?metric=net_revenue&by=platform&chart=stacked&compare=previous_period',
    role: ADMIN,
  },
  {
    name: 'explorer-open-window',
    path: '/explorer?metric=conversion_page_to_purchase&chart=line&compare=none',
    role: ADMIN,
  },
  { name: 'live', path: '/live', role: ADMIN },
  { name: 'my-games', path: '/my-games', role: 'developer' },
  { name: 'forbidden', path: '/live', role: 'developer' },
  ...['dlq', 'replays', 'schemas', 'write-keys', 'trace', 'reconciliations', 'pipelines', 'data-quality', 'audit'].map(
    (name) => ({ name, path: `/operators/${name}`, role: ADMIN }),
  ),
  { name: 'dlq-records', path: '/operators/dlq/records', role: ADMIN },
  {
    name: 'dlq-record',
    path: '/operators/dlq/records?reason=SCHEMA_VIOLATION',
    follow: 'a[href*="/records/"]',
    role: ADMIN,
  },
  { name: 'replay-new', path: '/operators/replays/new?reason=SCHEMA_VIOLATION', role: ADMIN },
  ...['awaiting_approval', 'completed'].map((status) => ({
    name: `replay-${status.replace('_', '-')}`,
    path: `/operators/replays?status=${status}`,
    follow: 'tbody a[href*="/replays/"]',
    role: ADMIN,
  })),
  { name: 'schema', path: '/operators/schemas', follow: 'tbody a', role: ADMIN },
  { name: 'schema-observed', path: '/operators/schemas/com.platform.screenshots.taken.v1', role: ADMIN },
  { name: 'schema-new', path: '/operators/schemas/com.platform.catalog.game.viewed.v1?edit=new', role: ADMIN },
  { name: 'trace-way', path: '/operators/trace?source=%2Fdemo%2Fdeveloper&id=s1-games-2', role: ADMIN },
  { name: 'reconciliation', path: '/operators/reconciliations', follow: 'tbody a', role: ADMIN },
  { name: 'pipeline-run', path: '/operators/pipelines/reconciliation', follow: 'tbody a', role: ADMIN },
  { name: 'pipeline-runs', path: '/operators/pipelines/reconciliation', role: ADMIN },
];

/** In what looks: both languages, both themes, a desk and a phone. */
export const LOOKS = ['ru', 'en'].flatMap((language) =>
  ['light', 'dark'].flatMap((theme) => [
    { language, theme, width: 1280, height: 900 },
    { language, theme, width: 390, height: 844 },
  ]),
);

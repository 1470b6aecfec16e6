const ADMIN = 'platform_admin';

/** What pictures are taken of; a page and who looks at it. */
export const PAGES = [
  { name: 'overview', path: '/overview', role: ADMIN },
  { name: 'explorer', path: '/explorer', role: ADMIN },
  {
    name: 'explorer-platform',
    path: '/explorer?metric=net_revenue&by=platform&chart=stacked&compare=previous_period',
    role: ADMIN,
  },
  { name: 'live', path: '/live', role: ADMIN },
  { name: 'my-games', path: '/my-games', role: 'developer' },
  { name: 'forbidden', path: '/live', role: 'developer' },
  ...['dlq', 'replays', 'schemas', 'write-keys', 'trace', 'reconciliations', 'pipelines', 'data-quality', 'audit'].map(
    (name) => ({ name, path: `/operators/${name}`, role: ADMIN }),
  ),
];

/** In what looks: both languages, both themes, a desk and a phone. */
export const LOOKS = ['ru', 'en'].flatMap((language) =>
  ['light', 'dark'].flatMap((theme) => [
    { language, theme, width: 1280, height: 900 },
    { language, theme, width: 390, height: 844 },
  ]),
);

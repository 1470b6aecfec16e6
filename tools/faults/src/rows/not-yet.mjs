/** Rows about what the product does not have; they count as not green. */
const absent = (what) => `the product has no ${what} yet`;

export const rows = [
  { id: 'F47', group: 'apps', title: 'report worker killed during an export', missing: absent('reports') },
  { id: 'F48', group: 'apps', title: 'refresh of a segment killed', missing: absent('segments') },
  { id: 'F49', group: 'apps', title: 'file of a model broken, registry away', missing: absent('predictions') },
  { id: 'F50', group: 'apps', title: 'receivers of webhooks that misbehave', missing: absent('webhooks') },
];

import { rows as badDeploy } from './bad-deploy.mjs';
import { rows as clickhouse } from './clickhouse.mjs';
import { rows as kafka } from './kafka.mjs';
import { rows as machine } from './machine.mjs';
import { rows as notYet } from './not-yet.mjs';
import { rows as otherStores } from './other-stores.mjs';
import { rows as poison } from './poison.mjs';
import { rows as processes } from './processes.mjs';
import { rows as specs } from './specs.mjs';

const grouped = (group, rows) => rows.map((row) => ({ group, ...row }));
const numberOf = ({ id }) => Number(id.slice(1));

/** All rows of the fault matrix in their order. */
export const ROWS = [
  ...specs,
  ...otherStores,
  ...notYet,
  ...grouped('kafka', kafka),
  ...grouped('clickhouse', clickhouse),
  ...grouped('process', processes),
  ...grouped('machine', machine),
  ...grouped('events', [...poison, ...badDeploy]),
].sort((a, b) => numberOf(a) - numberOf(b));

export const GROUPS = [...new Set(ROWS.map(({ group }) => group))];

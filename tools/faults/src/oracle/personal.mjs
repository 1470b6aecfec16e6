import { readdirSync, readFileSync } from 'node:fs';

/** I12: no account is named in a log or in the warehouse. */
export async function personal({ product, stores, data }) {
  const canary = data.users[0];
  const [{ n }] = await stores.warehouse(
    `SELECT count() AS n FROM events WHERE source = '${data.source}' AND position(data, '${canary}') > 0`,
  );
  const folder = product.file('logs');
  const loud = readdirSync(folder).filter((name) => readFileSync(`${folder}/${name}`, 'utf8').includes(canary));
  return [
    ...(Number(n) > 0 ? [`I12: ${n} facts name the account ${canary}`] : []),
    ...loud.map((name) => `I12: the log ${name} names the account ${canary}`),
  ];
}

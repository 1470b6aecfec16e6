import { QUERY_ID_SETTING } from '../statements/statement';
import { quote } from './engine';
import type { EngineSession } from './engine-session';
import type { Lease } from './sessions';

export interface Conditions {
  readonly queryId: string;
  readonly database: string | undefined;
  readonly settings: ReadonlyMap<string, string>;
  readonly parameters: ReadonlyMap<string, string>;
  readonly readonly: boolean;
}

/** Puts a session into the state a request asked for; returns what puts a kept session's settings back. */
export async function prepare(lease: Lease, wanted: Conditions): Promise<() => Promise<void>> {
  const { session } = lease;
  const restore = lease.kept ? await remember(session, [...wanted.settings.keys()]) : undefined;
  // `implicit_select` would let `1` and typing errors pass as statements, which a server refuses.
  const changes = [`${QUERY_ID_SETTING} = ${quote(wanted.queryId)}`, 'implicit_select = 0'];
  for (const [name, value] of [...wanted.parameters, ...wanted.settings]) changes.push(`${name} = ${quote(value)}`);
  const statements = wanted.database === undefined ? [] : [`USE ${identifier(wanted.database)}`];
  statements.push(`SET ${changes.join(', ')}`);
  // Last, because nothing can be set after it; it allows reading and changing settings, as for a server's readonly user.
  if (wanted.readonly && !lease.readonlyDone) {
    statements.push('SET readonly = 2');
    lease.readonlyDone = true;
  }
  await session.run(statements.join('; '));
  return async () => {
    if (restore !== undefined) await session.run(restore);
  };
}

/** Settings in a URL are for one query also inside a session, where the engine would keep them. */
async function remember(session: EngineSession, names: string[]): Promise<string | undefined> {
  if (names.length === 0) return undefined;
  const known = await session.run(
    `SELECT name, value, changed FROM system.settings WHERE name IN (${names.map(quote).join(', ')})`,
    'JSONCompactEachRow',
  );
  const lines = known
    .text()
    .split('\n')
    .filter((line) => line !== '');
  if (lines.length === 0) return undefined;
  const back = lines.map((line) => {
    const [name, value, changed] = JSON.parse(line) as [string, string, number];
    return changed === 1 ? `${name} = ${quote(value)}` : `${name} = DEFAULT`;
  });
  return `SET ${back.join(', ')}`;
}

const identifier = (name: string): string => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;

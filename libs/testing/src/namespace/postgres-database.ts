import { PostgresSession } from '../postgres/postgres-session';

export async function createPostgresDatabase(serverUrl: string, name: string): Promise<string> {
  // Copies template0, which nobody can be connected to: a copy of template1 fails while anyone is.
  await PostgresSession.run(serverUrl, (session) => session.query(`CREATE DATABASE "${name}" TEMPLATE template0`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Also with connections still open to it: a suite that failed must not leave its database behind. */
export async function dropPostgresDatabase(serverUrl: string, name: string): Promise<void> {
  await PostgresSession.run(serverUrl, (session) => session.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`));
}

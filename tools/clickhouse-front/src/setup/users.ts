import { readFileSync, statSync } from 'node:fs';
import { Refusal } from './refusal';

export interface User {
  readonly username: string;
  readonly password: string;
  /** May read and change settings, may not write. */
  readonly readonly: boolean;
}

export function readUsers(file: string): User[] {
  const mode = statOf(file).mode & 0o777;
  if ((mode & 0o077) !== 0) {
    throw new Refusal(`The users file ${file} can be read by others (mode ${mode.toString(8)}): run chmod 600 on it.`);
  }
  const users = parse(file);
  if (users.length === 0) throw new Refusal(`The users file ${file} names no user: nobody could log in.`);
  return users;
}

function statOf(file: string) {
  try {
    return statSync(file);
  } catch {
    throw new Refusal(`There is no users file ${file}: set CLICKHOUSE_FRONT_USERS_FILE to one with mode 0600.`);
  }
}

function parse(file: string): User[] {
  const complaint = new Refusal(`The users file ${file} must be a JSON list of {"username","password","readonly"}.`);
  let list: unknown;
  try {
    list = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw complaint;
  }
  if (!Array.isArray(list)) throw complaint;
  return list.map((entry: unknown) => {
    const { username, password, readonly } = (entry ?? {}) as Record<string, unknown>;
    if (typeof username !== 'string' || username === '' || typeof password !== 'string') throw complaint;
    return { username, password, readonly: readonly === true };
  });
}

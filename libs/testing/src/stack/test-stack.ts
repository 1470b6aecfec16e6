import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { StackState } from './stack-state';

const VARIABLE = 'ANALYTICS_STACK_STATE';
const PLACE = path.join('.local', 'test', 'state.json');
const HOW =
  'Start stores for the tests with `npm start -- --detach --stores-only --data-dir .local/test --port-offset auto`, or run `npm test`, which does it itself.';

/** No stack to test on. A suite that needs one fails with this; it is never skipped silently. */
export class NoTestStack extends Error {
  constructor(reason: string) {
    super(`${reason} ${HOW}`);
    this.name = 'NoTestStack';
  }
}

export interface WhereToLook {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly folder?: string;
}

/** The running stack: the state file that `ANALYTICS_STACK_STATE` names, otherwise `.local/test/state.json` up the tree. */
export function testStack({ env = process.env, folder = process.cwd() }: WhereToLook = {}): StackState {
  const named = env[VARIABLE];
  const file = named ? path.resolve(folder, named) : findUp(folder);
  if (file === undefined) throw new NoTestStack(`There is no ${PLACE} in ${folder} or above.`);
  return read(file);
}

function findUp(folder: string): string | undefined {
  const file = path.join(folder, PLACE);
  if (existsSync(file)) return file;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : findUp(parent);
}

function read(file: string): StackState {
  let state: Partial<StackState> | null;
  try {
    state = JSON.parse(readFileSync(file, 'utf8')) as Partial<StackState> | null;
  } catch (error) {
    // The parser's message would quote the file, which holds passwords.
    const { code } = error as NodeJS.ErrnoException;
    throw new NoTestStack(`${file} cannot be read (${code ?? 'not JSON'}).`);
  }
  if (typeof state?.stores !== 'object') throw new NoTestStack(`${file} names no stores.`);
  return { stores: state.stores, services: state.services ?? {}, credentials: state.credentials ?? {} };
}

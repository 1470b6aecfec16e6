import path from 'node:path';
import { workspaceRoot } from '../stack/workspace-root';

/**
 * Arguments with which `node` runs a TypeScript file as jest would, so that a test can have a process of its own to kill.
 * The argument reaches the program as JSON in `process.argv[2]`.
 */
export function typescriptProgram(file: string, argument?: unknown): string[] {
  const register = path.join(workspaceRoot(), 'tools', 'jest', 'run-typescript.cjs');
  const given = argument === undefined ? [] : [JSON.stringify(argument)];
  return ['--require', register, '--conditions=@analytics/source', file, ...given];
}

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { EventEnvelope } from '@analytics/contracts';
import type { Stack } from './stack';

const run = promisify(execFile);
const ROOT = path.resolve(__dirname, '../../../..');
const LARGEST_BYTES = 512 * 1024 * 1024;

export interface DemoEvent {
  readonly event: EventEnvelope;
  /** Why it is refused, where it is. */
  readonly fault?: string;
}

export interface DemoPlan {
  readonly seed: number;
  readonly users: number;
  readonly until: string;
  readonly staff: readonly string[];
  readonly developerId: string;
}

/** What the seed wrote down of the store it loaded: what it is made from, and what its numbers must be. */
export interface DemoAnswers {
  readonly plan: DemoPlan;
  readonly events: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly days: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export const demoAnswers = (stack: Stack): DemoAnswers =>
  JSON.parse(readFileSync(path.join(stack.directory, 'demo-answers.json'), 'utf8')) as DemoAnswers;

/** The store of a plan as it was sent, in its order. */
export async function demoEvents({ seed, users, until, staff, developerId }: DemoPlan): Promise<DemoEvent[]> {
  const seedTool = path.join(ROOT, 'tools', 'seed', 'dist', 'main.js');
  const plan = ['--seed', String(seed), '--users', String(users), '--until', until];
  const people = ['--developer', developerId, '--staff', staff.join(',')];
  const { stdout } = await run(process.execPath, [seedTool, 'events', ...plan, ...people], {
    maxBuffer: LARGEST_BYTES,
  });
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as DemoEvent);
}

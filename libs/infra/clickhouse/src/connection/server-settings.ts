import { sql, statement, textList } from '@analytics/domain';
import { ask, type AskOptions } from './answer';
import type { Connections } from './connections';
import { DEDUPLICATION_SETTINGS } from './settings';

interface SettingRow {
  readonly name: string;
  readonly value: string;
}

const appliedSettings = statement<SettingRow>({
  name: 'applied-settings',
  query: sql`SELECT name, value FROM system.settings WHERE name IN ${textList(Object.keys(DEDUPLICATION_SETTINGS))}`,
  limits: { maxRows: 1_000, maxSeconds: 5, maxMemoryBytes: 256 * 1024 * 1024, maxRowsToRead: 100_000 },
});

/**
 * Sends the insert settings with a question about these very settings. A server that does not know one, or keeps it
 * for itself, refuses the question; one that answers other values than we sent is named here.
 */
export async function wrongSettings(connections: Connections, options: AskOptions): Promise<string[]> {
  const found = new Map<string, string>();
  for await (const batch of ask<SettingRow>(connections, appliedSettings, {
    ...options,
    settings: DEDUPLICATION_SETTINGS,
  })) {
    for (const { name, value } of batch) found.set(name, value);
  }
  return Object.entries(DEDUPLICATION_SETTINGS)
    .filter(([name, value]) => found.get(name) !== value)
    .map(([name, value]) => `${name} is ${found.get(name) ?? 'unknown'} and must be ${value}`);
}

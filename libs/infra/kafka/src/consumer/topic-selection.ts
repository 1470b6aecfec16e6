import type { AdminSession } from '../driver/admin-session';

/** Names at the broker that a consumer reads: given ones, or those that match a pattern at the moment. */
export class TopicSelection {
  constructor(
    private readonly admin: AdminSession,
    private readonly topics: readonly string[] | RegExp,
    private readonly prefix: string,
  ) {}

  get isPattern(): boolean {
    return this.topics instanceof RegExp;
  }

  async current(): Promise<string[]> {
    const { topics } = this;
    if (!(topics instanceof RegExp)) return topics.map((topic) => this.prefix + topic);
    const names = await this.admin.use((client) => client.listTopics());
    return matching(names, topics, this.prefix);
  }
}

/** The pattern speaks of names without the installation's prefix; topics without that prefix are another's. */
export function matching(names: readonly string[], pattern: RegExp, prefix: string): string[] {
  // A pattern with the flag g or y would remember where it stopped.
  const fresh = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
  return names.filter((name) => name.startsWith(prefix) && fresh.test(name.slice(prefix.length))).sort();
}

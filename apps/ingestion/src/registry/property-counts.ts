import { unknownProperties } from './registry.metrics';

export interface PropertyCount {
  readonly type: string;
  readonly name: string;
  readonly count: number;
}

const NAMES_PER_TYPE = 100;
const NAME_LENGTH = 64;

/** How often senders use properties nobody described. Names are free text of theirs, so few are kept and none becomes a label. */
export class PropertyCounts {
  private readonly types = new Map<string, Map<string, number>>();

  add(type: string, names: readonly string[]): void {
    if (names.length === 0) return;
    unknownProperties.inc({ type }, names.length);
    const counts = this.types.get(type) ?? new Map<string, number>();
    this.types.set(type, counts);
    for (const name of names) {
      if (name.length > NAME_LENGTH || (!counts.has(name) && counts.size >= NAMES_PER_TYPE)) continue;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }

  /** The most frequent first. */
  top(most = 100): PropertyCount[] {
    const all = [...this.types].flatMap(([type, counts]) =>
      [...counts].map(([name, count]) => ({ type, name, count })),
    );
    return all.sort((one, other) => other.count - one.count).slice(0, most);
  }
}

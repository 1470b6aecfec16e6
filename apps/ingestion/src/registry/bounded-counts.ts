/**
 * How often something was met of each type; so many different ones of a type, those that come later are left out. What is counted
 * already is not looked at again.
 */
export class BoundedCounts {
  private types = new Map<string, Map<string, number>>();

  constructor(
    private readonly mostPerType: number,
    private readonly mayBeKept: (name: string) => boolean = () => true,
  ) {}

  has(type: string, name: string): boolean {
    return this.types.get(type)?.has(name) ?? false;
  }

  add(type: string, name: string, count: number): void {
    const counts = this.types.get(type) ?? new Map<string, number>();
    this.types.set(type, counts);
    const before = counts.get(name);
    if (before === undefined && (counts.size >= this.mostPerType || !this.mayBeKept(name))) return;
    counts.set(name, (before ?? 0) + count);
  }

  /** What was counted since it was last asked. */
  take(): { type: string; name: string; count: number }[] {
    const taken = [...this.types].flatMap(([type, counts]) =>
      [...counts].map(([name, count]) => ({ type, name, count })),
    );
    this.types = new Map();
    return taken;
  }
}

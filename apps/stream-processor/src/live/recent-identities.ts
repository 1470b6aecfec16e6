/**
 * Identities this process has counted lately, each with the record it was counted from, so that most repeats need not be asked
 * about. Only a help: what is not here may have been counted all the same, and Redis knows. Two halves, of which the older is
 * dropped when the younger is full.
 */
export class RecentIdentities {
  private young = new Map<string, string>();
  private old = new Map<string, string>();

  constructor(private readonly most: number) {}

  /** Whether it was counted from another record; the same one may come again because Redis has lost it since. */
  repeats(identity: string, record: string): boolean {
    const counted = this.young.get(identity) ?? this.old.get(identity);
    return counted !== undefined && counted !== record;
  }

  add(identity: string, record: string): void {
    this.young.set(identity, record);
    if (this.young.size < this.most / 2) return;
    this.old = this.young;
    this.young = new Map();
  }
}

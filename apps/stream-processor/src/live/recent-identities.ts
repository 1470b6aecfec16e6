/**
 * Identities this process has counted lately, so that most repeats need not be asked about. Only a help: what is not here may
 * have been counted all the same, and Redis knows. Two halves, of which the older is dropped when the younger is full.
 */
export class RecentIdentities {
  private young = new Set<string>();
  private old = new Set<string>();

  constructor(private readonly most: number) {}

  has(identity: string): boolean {
    return this.young.has(identity) || this.old.has(identity);
  }

  add(identity: string): void {
    this.young.add(identity);
    if (this.young.size < this.most / 2) return;
    this.old = this.young;
    this.young = new Set();
  }
}

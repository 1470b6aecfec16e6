import { TABLES, monthOf, rowsIn } from './range-rows';
import type { Read } from './candidate';
import type { SinkLimits } from './sink-ports';

/** Cuts a batch so that one insert of any table stays within its bounds; where it is cut does not matter, the ledger knows. */
export function splitReads(reads: readonly Read[], limits: Pick<SinkLimits, 'rows' | 'months'>): Read[][] {
  const parts: Read[][] = [];
  let load = new Load(limits);
  for (const read of reads) {
    if (parts.length === 0 || !load.takes(read)) {
      parts.push([]);
      load = new Load(limits);
      load.takes(read);
    }
    parts.at(-1)!.push(read);
  }
  return parts;
}

class Load {
  private readonly months = new Set<string>();
  private readonly rows = new Map<string, number>();

  constructor(private readonly limits: Pick<SinkLimits, 'rows' | 'months'>) {}

  /** Takes the record in; says whether it still fits. One alone always does. */
  takes({ candidate }: Read): boolean {
    if (candidate === undefined) return true;
    this.months.add(monthOf(candidate));
    let fits = this.months.size <= this.limits.months;
    for (const table of TABLES) {
      const rows = (this.rows.get(table) ?? 0) + rowsIn(candidate, table).length;
      this.rows.set(table, rows);
      fits = fits && rows <= this.limits.rows;
    }
    return fits;
  }
}

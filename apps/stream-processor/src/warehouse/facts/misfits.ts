/** A table or view as the server describes it. */
export interface TableText {
  readonly name: string;
  /** Its CREATE statement. */
  readonly text: string;
  /** Views that follow it. */
  readonly views: readonly string[];
}

const WINDOW = /(non_)?replicated_deduplication_window = (\d+)/;
const REPLICATED = /ENGINE = Replicated/;
const TARGET = /^CREATE MATERIALIZED VIEW \S+ TO (?:[\w`]+\.)?`?(\w+)`?/;

/** What keeps a repeated insert from being harmless, in these tables and in all that views fill from them. */
export function misfits(tables: readonly TableText[], facts: readonly string[]): string[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const problems: string[] = [];
  const seen = new Set<string>();
  const look = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const table = byName.get(name);
    if (table === undefined) return void problems.push(`the table ${name} is missing, run the migrations`);
    if (!remembers(table.text)) problems.push(`${name} has no deduplication window`);
    for (const view of table.views) {
      const target = TARGET.exec(byName.get(view)?.text ?? '')?.[1];
      // A view that is no materialized one stores nothing; one with a table of its own cannot be given a window.
      if (target !== undefined) look(target);
      else if (byName.get(view)?.text.startsWith('CREATE MATERIALIZED VIEW') === true) {
        problems.push(`${view} fills a table of its own, which has no deduplication window`);
      }
    }
  };
  facts.forEach(look);
  return problems;
}

/** Replicated tables remember unless told not to, others only when told to. */
function remembers(text: string): boolean {
  const window = WINDOW.exec(text)?.[2];
  return REPLICATED.test(text) ? window !== '0' : Number(window ?? 0) > 0;
}

import {
  rowChanges,
  rowReader,
  storedRows,
  storedWishes,
  type Wish,
  wishEvents,
  type WishFact,
  type WishFactRow,
  WISHLIST_LEDGER_TABLE,
  type WishlistRow,
  wishPurchases,
  wishRows,
} from '@analytics/domain';
import { type Derived, NOTHING_DERIVED, type Warehouse } from './derived-store';

const nameOf = ({ userNo, gameId }: Wish): string => `${userNo}/${gameId}`;

/** What has to be written so that the ledger of these wishes stands as their facts say. */
export async function deriveWishes(warehouse: Warehouse, touched: readonly Wish[]): Promise<Derived<Wish>> {
  const { facts, wished } = await factsOfWishes(warehouse, touched);
  if (wished.length === 0) return NOTHING_DERIVED;
  const known = wished.map((wish) => facts.get(nameOf(wish))!);
  const stored = await warehouse.run(storedRows(WISHLIST_LEDGER_TABLE, storedWishes(known.flat())));
  const nameOfRow = (row: WishlistRow) => nameOf({ userNo: row.user_no, gameId: row.game_id });
  const changes = rowChanges<WishlistRow>({
    table: WISHLIST_LEDGER_TABLE,
    derived: known.flatMap(wishRows),
    stored: stored.map(rowReader(WISHLIST_LEDGER_TABLE)).filter((row) => facts.has(nameOfRow(row))),
    keyOf: (row) => JSON.stringify([row.user_no, row.game_id, row.effective_at.getTime(), row.source, row.id]),
    factsOf: (row) => BigInt(facts.get(nameOfRow(row))!.length),
  });
  const places = new Set(changes.fresh.map(nameOfRow));
  const fresh = wished.filter((wish) => places.has(nameOf(wish)));
  const outgrown = async (): Promise<Wish[]> => {
    const now = (await factsOfWishes(warehouse, fresh)).facts;
    return fresh.filter((wish) => now.get(nameOf(wish))!.length !== facts.get(nameOf(wish))!.length);
  };
  return { changes: [changes], fresh, outgrown };
}

interface WishFacts {
  readonly facts: ReadonlyMap<string, readonly WishFact[]>;
  /** Those that were ever wished for. */
  readonly wished: readonly Wish[];
}

async function factsOfWishes(warehouse: Warehouse, touched: readonly Wish[]): Promise<WishFacts> {
  const facts = new Map(touched.map((wish) => [nameOf(wish), [] as WishFact[]]));
  const gather = (rows: readonly WishFactRow[]) => {
    for (const row of rows) facts.get(nameOf(row))?.push({ ...row, atMs: Number(row.atMs) });
  };
  gather(await warehouse.run(wishEvents(subjects(touched))));
  // Most purchases fulfil no wish: only those of games that were ever wished for are looked up.
  const wished = touched.filter((wish) => facts.get(nameOf(wish))!.length > 0);
  if (wished.length > 0) gather(await warehouse.run(wishPurchases(subjects(wished))));
  return { facts, wished };
}

const subjects = (wishes: readonly Wish[]) => ({
  users: [...new Set(wishes.map(({ userNo }) => userNo))],
  games: [...new Set(wishes.map(({ gameId }) => gameId))],
});

import { byOrder, type Placed } from '../events/event-order';
import type { WishlistRow } from '../warehouse/derived-tables';

export const WISH_ADDED = 'com.platform.catalog.game.wishlisted.v1';
export const WISH_REMOVED = 'com.platform.catalog.game.unwishlisted.v1';
export const WISH_TYPES: readonly string[] = [WISH_ADDED, WISH_REMOVED];

/** Payments that fulfil a wish; what is bought inside a game one already has does not. */
export const FULFILLING_PAYMENTS: readonly string[] = ['game', 'dlc', 'gift'];

/** Of whom and for what. */
export interface Wish {
  readonly userNo: number;
  readonly gameId: string;
}

/** Something that may change whether a wish is open. */
export interface WishFact extends Placed, Wish {
  readonly act: 'added' | 'removed' | 'bought';
  readonly platform: string;
  readonly country: string;
  readonly isBot: boolean;
  readonly isStaff: boolean;
}

/**
 * What each fact of one wish did. A wish that is open cannot be added again, one that is not cannot be taken away; a purchase
 * that fulfils none is no business of wishes and has no row.
 */
export function wishRows(facts: readonly WishFact[]): WishlistRow[] {
  const rows: WishlistRow[] = [];
  let open = false;
  for (const fact of [...facts].sort(byOrder)) {
    const effect = effectOf(fact.act, open);
    if (effect !== 'none') open = effect === 'added';
    if (effect !== 'none' || fact.act !== 'bought') rows.push(rowOf(fact, effect, facts.length));
  }
  return rows;
}

function effectOf(act: WishFact['act'], open: boolean): WishlistRow['effect'] {
  if (act === 'added') return open ? 'none' : 'added';
  if (!open) return 'none';
  return act === 'removed' ? 'removed' : 'converted';
}

const rowOf = (fact: WishFact, effect: WishlistRow['effect'], facts: number): WishlistRow => ({
  effective_at: new Date(fact.atMs),
  game_id: fact.gameId,
  user_no: fact.userNo,
  source: fact.source,
  id: fact.id,
  effect,
  platform: fact.platform,
  country: fact.country,
  is_bot: fact.isBot,
  is_staff: fact.isStaff,
  facts: BigInt(facts),
  is_deleted: 0,
});

import { discountOf, type Game, isOut } from '../../plan/games';
import { DAY_MS, HOUR_MS, hourOf } from '../../plan/moscow-time';
import { BAD_HOUR } from '../../plan/plan';
import type { Life } from './person-story';

interface Line {
  readonly gameId: string;
  readonly grossMinor: number;
  readonly discountMinor: number;
  readonly taxMinor: number;
  readonly feeMinor: number;
  readonly quantity: number;
}

interface Currency {
  readonly currency: string;
  readonly rateToRub: string;
}

const RUB: Currency = { currency: 'RUB', rateToRub: '1' };
const AT_HOME: Readonly<Record<string, Currency>> = {
  KZ: { currency: 'KZT', rateToRub: '0.1892' },
  BY: { currency: 'BYN', rateToRub: '27.4105' },
};
/** Share of the paid price that the way of paying costs. */
const FEES: Readonly<Record<string, number>> = { sbp: 0.007, card: 0.023, wallet: 0.012 };
const RETURNED = { share: 0.06, days: 2.5, chargebacks: 0.07 } as const;

/** Somebody takes a game they looked at: for nothing, with a key, or they pay; then it is downloaded. */
export function takeGame(life: Life, game: Game, { at, day }: { at: number; day: number }): void {
  const { draw, scene } = life;
  if (game.priceMinor === 0) return receive(life, game, at, 'free');
  if (draw.chance(0.015)) return receive(life, game, at, 'key');
  // The payments of the bad hour mostly do not come through.
  if (day === BAD_HOUR.day && hourOf(at) === BAD_HOUR.hour && draw.chance(0.7)) return;
  const second = draw.chance(0.08) ? scene.choose(draw, day) : undefined;
  const more = second !== undefined && second.priceMinor > 0 && isOut(second, day) && !life.owned.has(second.gameId);
  const games = more && second.gameId !== game.gameId ? [game, second] : [game];
  const gift = draw.chance(0.025);
  const kind = gift ? 'gift' : 'game';
  const sold = games.map((one) => [one, one.priceMinor] as const);
  if (pay(life, kind, sold, at) && !gift) for (const one of games) receive(life, one, at + 3_000, 'purchase');
}

/** Money inside a game, and for the wallet. */
export function payInGame(life: Life, game: Game, at: number): void {
  pay(life, 'ingame', [[game, life.draw.pick([4_900, 9_900, 19_900, 49_900])]], at);
}

export function fillWallet(life: Life, game: Game, at: number): void {
  pay(life, 'topup', [[game, life.draw.pick([50_000, 100_000, 200_000])]], at);
}

function pay(life: Life, kind: string, sold: readonly (readonly [Game, number])[], at: number): boolean {
  const { person, draw, teller, scene } = life;
  const money = draw.chance(0.6) ? (AT_HOME[person.country] ?? RUB) : RUB;
  const paymentMethod = draw.weighted([
    ['sbp', person.country === 'RU' ? 45 : 0],
    ['card', 42],
    ['wallet', 13],
  ]);
  const day = scene.days.dayOf(at);
  const lines = sold.map(([game, price]) => {
    const discount = kind === 'game' || kind === 'gift' ? discountOf(game, day) : 0;
    return lineOf(game.gameId, price / Number(money.rateToRub), { discount, fee: FEES[paymentMethod]! });
  });
  const transactionId = draw.uuid();
  const status = draw.chance(0.03) ? 'failed' : 'completed';
  const { userId } = person;
  const payment = { transactionId, userId, kind, lines, ...money, paymentMethod, status };
  teller.tell('payment.transaction.completed', at, payment);
  if (status === 'completed' && kind !== 'topup') perhapsGiveBack(life, { transactionId, lines, money, at });
  return status === 'completed';
}

/** Value added tax is part of what is paid. */
function lineOf(gameId: string, price: number, { discount, fee }: { discount: number; fee: number }): Line {
  const grossMinor = Math.round(price);
  const discountMinor = Math.round(grossMinor * discount);
  const paid = grossMinor - discountMinor;
  return {
    gameId,
    grossMinor,
    discountMinor,
    taxMinor: Math.round(paid / 6),
    feeMinor: Math.round(paid * fee),
    quantity: 1,
  };
}

function perhapsGiveBack(
  { person, draw, teller }: Life,
  { transactionId, lines, money, at }: { transactionId: string; lines: readonly Line[]; money: Currency; at: number },
): void {
  if (!draw.chance(RETURNED.share)) return;
  const isChargeback = draw.chance(RETURNED.chargebacks);
  const later = isChargeback ? (8 + draw.next() * 20) * DAY_MS : Math.min(14, draw.waiting(RETURNED.days)) * DAY_MS;
  const { userId } = person;
  teller.tell('payment.refund.processed', at + HOUR_MS + later, {
    ...{ refundId: draw.uuid(), transactionId, userId, kind: isChargeback ? 'chargeback' : 'refund' },
    lines: lines.map(({ gameId, grossMinor, discountMinor }) => ({ gameId, amountMinor: grossMinor - discountMinor })),
    ...money,
    reason: isChargeback ? 'bank' : draw.pick(['not_fun', 'technical', 'mistake']),
  });
}

function receive(
  { person, draw, teller, owned, wishes }: Life,
  { gameId }: Game,
  at: number,
  acquisition: string,
): void {
  const { userId } = person;
  owned.add(gameId);
  wishes.delete(gameId);
  teller.tell('library.game.added', at, { userId, gameId, acquisition });
  if (!draw.chance(0.55)) return;
  const download = { downloadId: draw.uuid(), userId, gameId, sizeBytes: draw.int(1, 60) * 1_000_000_000 };
  const durationMs = Math.floor(download.sizeBytes / (5_000 + 20_000 * draw.next()));
  teller.tell('download.started', at + 20_000, download);
  if (draw.chance(0.95)) teller.tell('download.completed', at + 20_000 + durationMs, { ...download, durationMs });
}

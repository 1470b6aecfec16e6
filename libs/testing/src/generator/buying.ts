import type { Person } from './cast';
import type { Scene } from './scene';

const DAY_MS = 24 * 3_600_000;
const CURRENCIES = [
  { currency: 'RUB', rateToRub: '1' },
  { currency: 'RUB', rateToRub: '1.0' },
  { currency: 'USD', rateToRub: '92.4512' },
  { currency: 'EUR', rateToRub: '100.005' },
  { currency: 'KZT', rateToRub: '0.1855' },
] as const;
const KINDS = ['game', 'game', 'game', 'game', 'dlc', 'gift', 'ingame', 'topup'] as const;

interface Paid {
  readonly transactionId: string;
  readonly lines: readonly { gameId: string; grossMinor: number; discountMinor: number }[];
  readonly money: (typeof CURRENCIES)[number];
}

/** Somebody buys; some payments fail, some are given back: whole, in part, twice, before they happened, or for nothing. */
export function buy(scene: Scene, person: Person = scene.random.pick(scene.cast.people), game = scene.game()): void {
  const { random } = scene;
  const at = scene.instant();
  const paid = pay(scene, person, game, at);
  if (random.chance(0.15)) giveBack(scene, person, paid, at);
  if (random.chance(0.02)) giveBack(scene, person, paid, at);
  if (random.chance(0.005)) giveBack(scene, person, { ...paid, transactionId: random.uuid() }, at);
}

/** A wish: asked for, asked for again, taken back, or bought. */
export function wish(scene: Scene): void {
  const { random } = scene;
  const person = random.pick(scene.cast.people);
  const gameId = scene.game();
  for (let left = random.int(1, 4); left > 0; left -= 1) {
    const type = random.chance(0.7) ? 'catalog.game.wishlisted' : 'catalog.game.unwishlisted';
    scene.tell(type, scene.instant(), { person, machine: person.machines[0]! }, { gameId, placement: 'home' });
  }
  if (random.chance(0.3)) buy(scene, person, gameId);
}

function pay(scene: Scene, person: Person, game: string, at: number): Paid {
  const { random } = scene;
  const money = random.pick(CURRENCIES);
  const games = [game, ...(random.chance(0.2) ? [scene.game()] : []), ...(random.chance(0.05) ? [game] : [])];
  const lines = games.map((gameId) => {
    const grossMinor = random.chance(0.03) ? 0 : random.int(99, 500_000);
    const discountMinor = random.chance(0.3) ? Math.floor(grossMinor / random.pick([2, 3, 10, 1])) : 0;
    const taxMinor = Math.floor((grossMinor - discountMinor) / 6);
    return {
      gameId,
      grossMinor,
      discountMinor,
      taxMinor,
      feeMinor: random.int(0, 500),
      quantity: random.pick([1, 1, 2]),
    };
  });
  const transactionId = random.uuid();
  scene.tell(
    'payment.transaction.completed',
    at,
    { person, machine: random.pick(person.machines) },
    {
      ...{ transactionId, kind: random.pick(KINDS), lines, ...money },
      ...{
        paymentMethod: random.pick(['card', 'sbp', 'wallet']),
        status: random.chance(0.03) ? 'failed' : 'completed',
      },
    },
  );
  return { transactionId, lines, money };
}

function giveBack(scene: Scene, person: Person, { transactionId, lines, money }: Paid, at: number): void {
  const { random } = scene;
  const whole = random.chance(0.6);
  const given = lines
    .filter((_, index) => whole || index === 0)
    .map(({ gameId, grossMinor, discountMinor }) => {
      const paid = grossMinor - discountMinor;
      return { gameId, amountMinor: whole ? paid : Math.floor(paid / 3) };
    });
  const kind = random.chance(0.2) ? 'chargeback' : 'refund';
  const later = random.chance(0.1) ? -random.int(0, DAY_MS) : random.int(0, 20 * DAY_MS);
  const rate = random.chance(0.1) ? { ...money, rateToRub: '93.5' } : money;
  const back = Math.min(at + later, scene.until - 1);
  scene.tell(
    'payment.refund.processed',
    back,
    { person },
    { refundId: random.uuid(), transactionId, kind, lines: given, ...rate },
  );
}

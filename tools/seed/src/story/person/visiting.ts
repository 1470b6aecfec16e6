import { discountOf, type Game, isOut } from '../../plan/games';
import { MINUTE_MS } from '../../plan/moscow-time';
import { season } from '../../plan/plan';
import { takeGame } from './buying';
import { clientVersionOf } from './client-versions';
import { effectOf } from './experiments';
import type { Life } from './person-story';
import { play } from './playing';
import { befriend } from './talking';

const USER_AGENTS: Readonly<Record<string, string>> = {
  windows:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36',
  web: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) YaBrowser/24.10 Chrome/128.0 Safari/537.36',
  android:
    'Mozilla/5.0 (Linux; Android 14; SM-A546E) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36',
  ios: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
};
const QUERIES = [
  'космос стратегия',
  'гонки',
  'кооператив на двоих',
  'рогалик',
  'хоррор',
  'steam deck',
  'скидки',
  'симулятор фермы',
];

/** Pages looked at beyond the first; with the first they are 4/3 in all, so what the experiment does to all of them is four times as much here. */
const LOOKS_MORE = 1 / 3;

/** Somebody looks around in the store; perhaps they wish, buy and play. */
export function visit(life: Life, start: number, day: number): void {
  const { scene, person, draw, teller } = life;
  const { userId, deviceId: anonymousId, platform } = person;
  let at = start;
  if (draw.chance(0.15)) logIn(life, at);
  if (draw.chance(0.1)) {
    teller.tell('client.page.viewed', (at += 4_000), {
      userId,
      anonymousId,
      platform,
      path: draw.pick(['/', '/sale', '/new', '/top']),
    });
  }
  const looks = 1 + draw.times(LOOKS_MORE * (1 + 4 * (effectOf(life, 'recommendations', day, at) - 1)), 8);
  for (let left = looks; left > 0; left -= 1) {
    at += draw.int(15, 150) * 1_000;
    const found = draw.chance(0.16);
    if (found) {
      teller.tell('catalog.game.searched', at, { userId, query: draw.pick(QUERIES), resultsCount: draw.int(0, 60) });
      at += 9_000;
    }
    const wished = [...life.wishes.keys()];
    const game = wished.length > 0 && draw.chance(0.25) ? gameOf(life, draw.pick(wished)) : scene.choose(draw, day);
    look(life, game, { at, day, placement: found ? 'search' : placementOf(life, game) });
  }
  if (draw.chance(0.02)) befriend(life, at + MINUTE_MS);
  if (draw.chance(0.38)) play(life, at + draw.int(2, 30) * MINUTE_MS, day);
}

const gameOf = ({ scene }: Life, gameId: string): Game => scene.games.find((game) => game.gameId === gameId)!;

function placementOf({ wishes, draw }: Life, { gameId }: Game): string {
  if (wishes.has(gameId)) return 'wishlist';
  return draw.weighted([
    ['home', 4],
    ['recommendations', 3],
    ['top', 2],
    ['sale', 1],
  ]);
}

function logIn({ scene, person, draw, teller }: Life, at: number): void {
  const { userId, deviceId: anonymousId, platform, method } = person;
  const userAgent = USER_AGENTS[platform];
  const clientVersion = clientVersionOf(person, at, scene.days);
  const agent = userAgent === undefined || draw.chance(0.5) ? {} : { userAgent };
  teller.tell('auth.user.loggedin', at, { userId, method, platform, clientVersion, anonymousId, ...agent });
}

function look(life: Life, game: Game, { at, day, placement }: { at: number; day: number; placement: string }): void {
  const { person, draw, teller, wishes, owned } = life;
  const { userId, platform } = person;
  const { gameId, priceMinor } = game;
  const discount = discountOf(game, day);
  const shown = {
    priceMinor: Math.round(priceMinor * (1 - discount)),
    currency: 'RUB',
    discountPercent: discount * 100,
  };
  teller.tell('catalog.game.viewed', at, { userId, gameId, placement, platform, ...shown });
  if (owned.has(gameId)) return;
  if (isOut(game, day) && draw.chance(likelihood(life, game, { at, day, discount }))) {
    takeGame(life, game, { at: at + draw.int(40, 400) * 1_000, day });
  } else if (!wishes.has(gameId) && draw.chance(isOut(game, day) ? 0.06 : 0.3)) {
    wishes.set(gameId, at);
    teller.tell('catalog.game.wishlisted', at + 11_000, { userId, gameId, placement: 'game-page' });
  } else if (wishes.has(gameId) && draw.chance(0.06)) {
    wishes.delete(gameId);
    teller.tell('catalog.game.unwishlisted', at + 12_000, { userId, gameId, placement: 'wishlist' });
  }
}

/** How likely somebody who looks at a game takes it. */
function likelihood(
  life: Life,
  game: Game,
  { at, day, discount }: { at: number; day: number; discount: number },
): number {
  const { person, wishes } = life;
  if (person.staff) return 0;
  if (game.priceMinor === 0) return 0.25;
  const dear = game.priceMinor > 150_000 ? 0.6 : game.priceMinor < 30_000 ? 1.25 : 1;
  const wanted = wishes.has(game.gameId) ? 2.5 : 1;
  const cheaper = 1 + 3.2 * discount;
  const fresh = day - game.releaseDay < 7 ? 1.5 : 1;
  const checkout = effectOf(life, 'checkout', day, at - 1_000);
  return Math.min(0.8, 0.075 * dear * wanted * cheaper * fresh * checkout * person.purse * season(day).buying);
}

import { CAMPAIGNS } from '../../plan/campaigns';
import { Draw } from '../../plan/draw';
import { releaseDateOf } from '../../plan/games';
import { HOUR_MS, busynessOf, MINUTE_MS, timeOfDay, weekRhythm } from '../../plan/moscow-time';
import { HISTORY_DAYS, RELEASE, season } from '../../plan/plan';
import type { Scene } from '../scene';
import { type DemoEvent, Teller } from '../teller';

const BOT_AGENT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
const ACCOUNTS_OF_A_FULL_STORE = 20_000;

/** The games, before anything happens with them: old ones when the books are opened, new ones when they are announced. */
export function catalogueStory({ plan, days, games }: Scene): DemoEvent[] {
  const teller = new Teller(`s${plan.seed}-games`, days.untilMs);
  for (const game of games) {
    const { gameId, developerId, title, genres, tags, priceMinor, releaseDay } = game;
    const isNew = releaseDay > -HISTORY_DAYS;
    const told = isNew
      ? days.at(Math.max(-HISTORY_DAYS - 1, releaseDay + RELEASE.announced - RELEASE.day), 12)
      : days.at(-91, 6);
    const price = { priceMinor, currency: 'RUB' };
    const published = { gameId, developerId, title, genres, tags, releaseDate: releaseDateOf(game, days), ...price };
    teller.tell('developer.game.published', told, published);
  }
  return teller.inTime();
}

/** People who look around and never make an account, what they are shown elsewhere, and programs that log in. */
export function strangersStory(scene: Scene, day: number): DemoEvent[] {
  const { plan, days } = scene;
  const teller = new Teller(`s${plan.seed}-day${-day}`, days.untilMs);
  const draw = new Draw(plan.seed, 'strangers', day);
  const midnight = days.startOf(day);
  const size = (plan.users / ACCOUNTS_OF_A_FULL_STORE) * weekRhythm(midnight) * season(day).visits;
  const count = (mean: number): number => Math.round(mean * size * (0.9 + 0.2 * draw.next()));
  const some = (mean: number, tell: (at: number) => void): void => {
    for (let left = count(mean); left > 0; left -= 1) tell(midnight + timeOfDay(draw, midnight));
  };
  some(45, (at) => {
    const visitor = {
      anonymousId: `d-${draw.uuid().slice(0, 13)}`,
      platform: draw.pick(['web', 'web', 'android', 'ios']),
    };
    for (let left = 1 + draw.times(0.7, 4); left > 0; left -= 1) {
      const { gameId } = scene.choose(draw, day);
      teller.tell('catalog.game.viewed', at + left * MINUTE_MS, {
        ...visitor,
        gameId,
        placement: draw.pick(['home', 'search']),
      });
    }
  });
  for (const { campaignId, channel, from, until, impressions, clickShare } of CAMPAIGNS) {
    if (day < from || day >= until) continue;
    some(impressions, (at) => {
      const touch = { campaignId, channel, anonymousId: `d-${draw.uuid().slice(0, 13)}` };
      teller.tell('marketing.campaign.interacted', at, { ...touch, action: 'impression' });
      if (draw.chance(clickShare)) {
        teller.tell('marketing.campaign.interacted', at + 30_000, { ...touch, action: 'click' });
      }
    });
  }
  some(9, (at) => {
    const { userId } = draw.pick(scene.people);
    const login = { userId, method: 'password', platform: 'web', clientVersion: '1.0', userAgent: BOT_AGENT };
    teller.tell('auth.user.loggedin', at, login, { bot: true });
  });
  return teller.inTime();
}

/** How busy the store is at an instant, as its services feel it. */
export const loadOf = (at: number, day: number): number => busynessOf(at) * weekRhythm(at) * season(day).visits;

export const hoursOf = ({ days }: Scene, day: number): number[] =>
  Array.from({ length: 24 }, (_, hour) => days.startOf(day) + hour * HOUR_MS).filter(
    (at) => at + HOUR_MS <= days.untilMs,
  );

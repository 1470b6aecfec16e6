import { MINUTE_MS } from '../../plan/moscow-time';
import { HISTORY_DAYS } from '../../plan/plan';
import type { Life } from './person-story';

/** Somebody looks around without an account, perhaps led by an advertisement, and makes one. */
export function arrive({ scene, person, draw, teller }: Life, at: number, day: number): void {
  const { userId, deviceId: anonymousId, platform, campaign, country: countryCode, method } = person;
  const isOld = day < -HISTORY_DAYS;
  const led = campaign && { campaignId: campaign.campaignId };
  if (campaign !== undefined && !isOld) {
    const click = { campaignId: campaign.campaignId, channel: campaign.channel, action: 'click', anonymousId };
    teller.tell('marketing.campaign.interacted', at - 6 * MINUTE_MS, click);
  }
  for (let left = isOld ? 0 : draw.times(0.5, 3); left > 0; left -= 1) {
    const { gameId } = scene.choose(draw, day);
    const placement = campaign === undefined ? 'home' : 'campaign';
    teller.tell('catalog.game.viewed', at - left * MINUTE_MS, { anonymousId, gameId, placement, platform, ...led });
  }
  teller.tell('auth.user.registered', at, { userId, method, platform, countryCode, anonymousId, ...led });
  if (isOld) {
    const { gameId } = scene.choose(draw, day);
    teller.tell('catalog.game.viewed', at + MINUTE_MS, { userId, gameId, placement: 'home', platform });
  }
}

import { SALE_LETTER, SALE_PUSH } from '../../plan/campaigns';
import { HOUR_MS, MINUTE_MS } from '../../plan/moscow-time';
import { PUSH_OUTAGE, RELEASE, SALE } from '../../plan/plan';
import type { Life } from './person-story';

/** What the store writes to people: that the sale begins, that a wished game is out, what they left behind. */
export function letters(life: Life): void {
  const { scene, person, draw, wishes } = life;
  const { arrivalDay } = person;
  if (arrivalDay < SALE.from && draw.chance(0.25)) {
    const campaign = draw.chance(0.6) ? SALE_LETTER : SALE_PUSH;
    const at = scene.days.at(SALE.from, 11) + draw.int(0, 90) * MINUTE_MS;
    write(life, { at, channel: campaign.channel, template: 'sale_begins', campaignId: campaign.campaignId });
  }
  const wishedNew = wishes.get(scene.games[0]!.gameId);
  const out = scene.days.at(RELEASE.day, RELEASE.hour);
  if (wishedNew !== undefined && wishedNew < out) write(life, { at: out, channel: 'email', template: 'wish_is_out' });
  for (let left = draw.times(0.1, 3); left > 0; left -= 1) {
    const day = draw.int(Math.max(arrivalDay, -60), 1);
    const at = scene.days.at(day, 10) + Math.floor(draw.next() * 10 * HOUR_MS);
    write(life, { at, channel: draw.pick(['email', 'push', 'push']), template: 'we_miss_you' });
  }
}

interface Letter {
  readonly at: number;
  readonly channel: string;
  readonly template: string;
  readonly campaignId?: string;
}

function write({ scene, person, draw, teller }: Life, { at, ...letter }: Letter): void {
  const outage = letter.channel === 'push' && scene.days.dayOf(at) === PUSH_OUTAGE.day;
  const failed = draw.chance(outage ? 0.6 : 0.03);
  const { userId } = person;
  const told = { notificationId: draw.uuid(), userId, ...letter };
  if (failed) teller.tell('notification.failed', at, { ...told, reason: outage ? 'gateway_down' : 'unknown_address' });
  else teller.tell('notification.sent', at, told);
}

import { Draw } from '../../plan/draw';
import { DAY_MS } from '../../plan/moscow-time';
import type { Life } from './person-story';

/** A few accounts are closed by us, a few by their owners, and some people move. */
export function goodbyes({ scene, person, draw, teller }: Life): void {
  if (person.staff) return;
  const { userId, country } = person;
  const day = draw.int(Math.max(person.arrivalDay, -58), 1);
  const at = scene.days.at(day, 9) + Math.floor(draw.next() * DAY_MS * 0.4);
  if (draw.chance(0.0025)) {
    const adminId = new Draw(scene.plan.seed, 'moderator', draw.int(0, 3)).uuid();
    teller.tell('admin.user.banned', at, { userId, adminId, reason: draw.pick(['fraud', 'cheating', 'spam', 'bot']) });
    teller.tell('account.status.updated', at + 2_000, { userId, oldStatus: 'active', newStatus: 'banned' });
  } else if (draw.chance(0.004)) {
    teller.tell('account.status.updated', at, {
      userId,
      oldStatus: 'active',
      newStatus: 'frozen',
      reason: 'requested by the owner',
    });
  } else if (draw.chance(0.01)) {
    teller.tell('account.profile.updated', at, {
      userId,
      changedFields: ['language'],
      countryCode: country,
      language: 'ru',
    });
  }
}

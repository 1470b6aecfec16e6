import type { Game } from '../../plan/games';
import { RELEASE } from '../../plan/plan';
import type { Life } from './person-story';

const TEXTS = [
  'Отличная игра, прошёл дважды.',
  'Вылетает на второй главе.',
  'Great soundtrack.',
  'Ждём продолжения!',
  'Скучно, вернул деньги.',
];

/** The new game was liked less in its first days. */
export function review({ scene, person, draw, teller }: Life, game: Game, at: number): void {
  const isYoung = game === scene.games[0] && scene.days.dayOf(at) < RELEASE.day + 4;
  const liked = isYoung ? 5.5 : 7.6;
  const rating = Math.max(1, Math.min(10, Math.round(liked + 4 * (draw.next() - 0.5) + 2 * (draw.next() - 0.5))));
  const text = draw.chance(0.7) ? { text: draw.pick(TEXTS) } : {};
  teller.tell('social.review.created', at, {
    reviewId: draw.uuid(),
    userId: person.userId,
    gameId: game.gameId,
    rating,
    ...text,
  });
}

export function befriend({ scene, person, draw, teller }: Life, at: number): void {
  const { userId } = person;
  const friend = draw.pick(scene.people);
  if (friend.userId !== userId) teller.tell('social.friend.added', at, { userId, friendUserId: friend.userId });
}

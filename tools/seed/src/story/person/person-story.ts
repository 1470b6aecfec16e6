import { Draw } from '../../plan/draw';
import { DAY_MS, MINUTE_MS, timeOfDay } from '../../plan/moscow-time';
import { comes, type Person } from '../../plan/people';
import { HISTORY_DAYS } from '../../plan/plan';
import { withBrokenClient } from './broken-client';
import { arrive } from './arriving';
import { experimentsOf, type Variants } from './experiments';
import { goodbyes } from './goodbyes';
import { letters } from './letters';
import { visit } from './visiting';
import type { Scene } from '../scene';
import { type DemoEvent, Teller } from '../teller';

/** What the store knows of somebody as their story goes on. */
export interface Life {
  readonly scene: Scene;
  readonly person: Person;
  readonly draw: Draw;
  readonly teller: Teller;
  readonly owned: Set<string>;
  /** When each wish was made. */
  readonly wishes: Map<string, number>;
  readonly variants: Variants;
}

/** Everything one account ever did, in time. */
export function personStory(scene: Scene, person: Person): DemoEvent[] {
  const { plan, days } = scene;
  const subject = `s${plan.seed}-u${person.number}`;
  const life: Life = {
    scene,
    person,
    draw: new Draw(plan.seed, 'life', person.number),
    teller: new Teller(subject, days.untilMs, { account: person.userId, staff: person.staff }),
    owned: new Set(),
    wishes: new Map(),
    variants: experimentsOf(person),
  };
  for (let day = person.arrivalDay; day <= 0; day += 1) {
    const isArrival = day === person.arrivalDay;
    // Of the time before the history only that they came is known.
    if (!isArrival && day < -HISTORY_DAYS) continue;
    const midnight = days.startOf(day);
    if (!comes(person, day, midnight, life.draw)) continue;
    const at = midnight + Math.min(timeOfDay(life.draw, midnight), DAY_MS - MINUTE_MS);
    if (isArrival) arrive(life, at, day);
    if (!isArrival || day >= -HISTORY_DAYS) visit(life, at + 2 * MINUTE_MS, day);
  }
  letters(life);
  goodbyes(life);
  return withBrokenClient(life);
}

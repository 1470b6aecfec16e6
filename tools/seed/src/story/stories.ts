import { HISTORY_DAYS, type Plan } from '../plan/plan';
import { personStory } from './person/person-story';
import { sceneOf } from './scene';
import { servicesStory } from './store/services-story';
import { catalogueStory, strangersStory } from './store/store-story';
import type { DemoEvent } from './teller';

/**
 * The whole store, subject by subject: the games, then each account with all it ever did, then everybody else day by day. Events
 * of one subject come together and in time, because what follows from them is computed per subject.
 */
export function* storiesOf(plan: Plan): Generator<readonly DemoEvent[]> {
  const scene = sceneOf(plan);
  yield catalogueStory(scene);
  for (const person of scene.people) yield personStory(scene, person);
  for (let day = -HISTORY_DAYS; day <= 0; day += 1) {
    yield strangersStory(scene, day);
    yield servicesStory(scene, day);
  }
}

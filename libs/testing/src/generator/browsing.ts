import type { Actor, Scene } from './scene';

const HOUR_MS = 3_600_000;

/** Somebody looks around in the store, perhaps through a log-in in the middle. */
export function browse(scene: Scene): void {
  const { random } = scene;
  const actor = scene.actor();
  let at = scene.instant();
  for (let left = random.int(1, 9); left > 0; left -= 1) {
    look(scene, at, actor);
    if (actor.loggedOut === true && random.chance(0.1)) logIn(scene, at, actor);
    at += scene.pause();
  }
}

/** One visit that would not end: it is cut after a day. */
export function neverLeave(scene: Scene): void {
  const actor = scene.actor();
  const start = scene.instant();
  const step = scene.random.pick([29 * 60_000, 20 * 60_000, 30 * 60_000]);
  for (let at = start; at <= start + 26 * HOUR_MS; at += step) look(scene, at, actor);
}

export function logIn(scene: Scene, at: number, { person, machine }: Actor): void {
  if (person === undefined || machine === undefined) return;
  const data = { method: 'password', platform: machine.platform ?? 'web', clientVersion: '2.0' };
  const type = scene.random.chance(0.3) ? 'auth.user.registered' : 'auth.user.loggedin';
  scene.tell(type, at, { person, machine }, data);
}

/** A person comes, and mostly says who it is. */
export const arrive = (scene: Scene): void => logIn(scene, scene.instant(), scene.actor());

function look(scene: Scene, at: number, actor: Actor): void {
  const { random } = scene;
  const platform = actor.machine?.platform ?? 'web';
  const kind = random.next();
  if (kind < 0.55) {
    const campaign = random.chance(0.2) ? { campaignId: random.pick(['autumn', 'winter']) } : {};
    const page = { gameId: scene.game(), placement: random.pick(['home', 'search', 'wishlist']), platform };
    scene.tell('catalog.game.viewed', at, actor, { ...page, ...campaign });
  } else if (kind < 0.75) {
    scene.tell('catalog.game.searched', at, actor, { queryLength: 4, queryWords: 1, resultsCount: random.int(0, 50) });
  } else if (kind < 0.9) {
    scene.tell('client.page.viewed', at, actor, { path: '/sale', platform });
  } else {
    scene.tell('client.event.tracked', at, actor, { name: 'scroll', properties: { depth: 3 }, platform });
  }
}

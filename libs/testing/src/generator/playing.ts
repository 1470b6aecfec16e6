import type { Actor, Scene } from './scene';

const MINUTE_MS = 60_000;

/** Somebody plays; some sessions lose their start, their end or their signs, some overlap on a second machine. */
export function play(scene: Scene): void {
  const { random } = scene;
  const person = random.pick(scene.cast.people);
  const game = scene.game();
  const at = scene.instant();
  playOne(scene, { person, machine: person.machines[0]! }, game, at);
  if (random.chance(0.2)) {
    const other = person.machines[person.machines.length - 1]!;
    const second = random.chance(0.7) ? game : scene.game();
    playOne(scene, { person, machine: other }, second, at + random.int(0, 90 * MINUTE_MS));
  }
}

function playOne(scene: Scene, actor: Actor, gameId: string, start: number): void {
  const { random } = scene;
  const data = { sessionId: random.uuid(), gameId };
  const length = lengthOf(scene);
  if (!random.chance(0.04)) begin(scene, actor, data, start);
  if (random.chance(0.02)) begin(scene, actor, data, start + random.int(1, 10 * MINUTE_MS));
  const beats = random.chance(0.3) ? 0 : Math.min(6, Math.floor(length / (5 * MINUTE_MS)));
  for (let beat = 1; beat <= beats; beat += 1) {
    scene.tell('library.session.heartbeat', start + beat * 5 * MINUTE_MS + random.int(0, 2_000), actor, data);
  }
  if (!random.chance(0.2)) finish(scene, actor, data, { start, end: start + length });
  if (random.chance(0.01)) finish(scene, actor, data, { start, end: start + length + 1_000 });
}

function begin(scene: Scene, actor: Actor, session: Readonly<Record<string, unknown>>, start: number): void {
  const platform = actor.machine?.platform ?? 'windows';
  const clientVersion = scene.random.pick(['1.0', '1.1']);
  const sessionStartTime = new Date(start).toISOString();
  // The message leaves the machine a moment after the session began.
  const told = start + scene.random.pick([0, 0, 500, 45_000]);
  scene.tell('library.session.started', told, actor, { ...session, sessionStartTime, platform, clientVersion });
}

function finish(
  scene: Scene,
  actor: Actor,
  session: Readonly<Record<string, unknown>>,
  { start, end }: { start: number; end: number },
): void {
  // Now and then a machine is wrong about its end.
  const said = scene.random.chance(0.01) ? start - 5_000 : end;
  const durationSeconds = Math.floor((end - start) / 1000);
  const sessionEndTime = new Date(said).toISOString();
  scene.tell('library.session.ended', end + 200, actor, { ...session, sessionEndTime, durationSeconds });
}

function lengthOf({ random }: Scene): number {
  const kind = random.next();
  if (kind < 0.02) return 25 * 60 * MINUTE_MS;
  if (kind < 0.05) return 24 * 60 * MINUTE_MS;
  if (kind < 0.08) return 0;
  return random.int(MINUTE_MS, 240 * MINUTE_MS);
}

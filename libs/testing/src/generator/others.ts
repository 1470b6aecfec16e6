import type { Scene } from './scene';

/** Everything else that happens on a platform. */
export function somethingElse(scene: Scene): void {
  const { random } = scene;
  random.pick([social, download, notify, campaign, measure, log, account, library])(scene);
}

/** Each game is published once before, and some change their developer's mind later. */
export function publish(scene: Scene): void {
  const { random, cast } = scene;
  cast.games.forEach((gameId, index) => {
    if (index === cast.games.length - 1) return;
    const developerId = `00000000-0000-4000-8000-${String(Math.floor(index / 3)).padStart(12, '0')}`;
    const game = { gameId, developerId, title: `Game ${index}`, tags: ['new'], releaseDate: '2026-01-01' };
    const genres = (): string[] => random.shuffled(['rpg', 'puzzle', 'racing']).slice(0, random.int(0, 3));
    scene.tell('developer.game.published', scene.from + index, {}, { ...game, genres: genres() });
    if (random.chance(0.2)) scene.tell('developer.game.published', scene.instant(), {}, { ...game, genres: genres() });
  });
}

function social(scene: Scene): void {
  const { random, cast } = scene;
  const person = random.pick(cast.people);
  const review = { reviewId: random.uuid(), gameId: scene.game(), rating: random.int(1, 11), textLength: 9 };
  if (random.chance(0.5)) scene.tell('social.review.created', scene.instant(), { person }, review);
  else scene.tell('social.friend.added', scene.instant(), { person }, { friendUserId: random.pick(cast.people).user });
}

function download(scene: Scene): void {
  const { random } = scene;
  const person = random.pick(scene.cast.people);
  const data = { downloadId: random.uuid(), gameId: scene.game(), sizeBytes: random.int(1, 9_999_999) };
  const at = scene.instant();
  const who = { person, machine: random.pick(person.machines) };
  scene.tell('download.started', at, who, data);
  const durationMs = random.int(1, 3_600_000);
  if (random.chance(0.8)) scene.tell('download.completed', at + durationMs, who, { ...data, durationMs });
}

function notify(scene: Scene): void {
  const { random } = scene;
  const data = { notificationId: random.uuid(), channel: random.pick(['email', 'push']), template: 'sale' };
  const type = random.chance(0.9) ? 'notification.sent' : 'notification.failed';
  scene.tell(type, scene.instant(), { person: random.pick(scene.cast.people) }, data);
}

function campaign(scene: Scene): void {
  const { random } = scene;
  const action = random.pick(['impression', 'impression', 'impression', 'click', 'open']);
  const data = { campaignId: random.pick(['autumn', 'winter']), channel: random.pick(['email', 'social']), action };
  scene.tell('marketing.campaign.interacted', scene.instant(), scene.actor(), data);
}

function measure(scene: Scene): void {
  const { random } = scene;
  const requests = random.int(0, 10_000);
  const latencies = { latencyP50Ms: 5, latencyP95Ms: random.int(10, 500) / 4, latencyP99Ms: 700.5 };
  const counts = { windowSeconds: 60, requests, errors: Math.floor(requests / 50) };
  const service = random.pick(['catalog', 'payment']);
  scene.tell(
    'system.service.measured',
    scene.instant(),
    {},
    { service, instance: `${service}-1`, ...counts, ...latencies },
  );
}

function log(scene: Scene): void {
  const service = scene.random.pick(['catalog', 'payment']);
  scene.tell('system.log.recorded', scene.instant(), {}, { service, level: 'error', code: 'E1', messageLength: 7 });
}

/** What is known of an account; now and then two things are said of it at one instant. */
function account(scene: Scene): void {
  const { random, cast } = scene;
  const person = random.pick(cast.people);
  const at = scene.instant();
  const [type, dataOf] = random.pick([
    ['account.profile.updated', () => ({ changedFields: ['language'], language: random.pick(['ru', 'en']) })],
    ['account.status.updated', () => ({ oldStatus: 'active', newStatus: random.pick(['sleeping', 'away']) })],
    [
      'admin.user.banned',
      () => ({ adminId: random.pick(cast.people).user, reason: random.pick(['cheating', 'spam']) }),
    ],
  ] as const);
  scene.tell(type, at, { person }, dataOf());
  if (random.chance(0.2)) scene.tell(type, at, { person }, dataOf());
}

function library(scene: Scene): void {
  const { random } = scene;
  const person = random.pick(scene.cast.people);
  const acquisition = random.pick(['purchase', 'gift', 'key', 'free']);
  scene.tell('library.game.added', scene.instant(), { person }, { gameId: scene.game(), acquisition });
  const exposed = { experimentKey: 'button', variantKey: random.pick(['a', 'b']) };
  if (random.chance(0.5)) scene.tell('analytics.experiment.exposed', scene.instant(), scene.actor(), exposed);
}

import { Draw } from '../../plan/draw';
import { hourOf, HOUR_MS } from '../../plan/moscow-time';
import { BAD_HOUR } from '../../plan/plan';
import type { Scene } from '../scene';
import { hoursOf, loadOf } from './store-story';
import { type DemoEvent, Teller } from '../teller';

/** The platform's services: requests an hour when it is quiet, and how long one takes. */
export const SERVICES = [
  { service: 'auth', requests: 21_000, latencyMs: 18 },
  { service: 'catalog', requests: 96_000, latencyMs: 24 },
  { service: 'payment', requests: 4_200, latencyMs: 130 },
  { service: 'library', requests: 52_000, latencyMs: 15 },
  { service: 'download', requests: 9_000, latencyMs: 60 },
  { service: 'notification', requests: 7_500, latencyMs: 40 },
] as const;
export type Service = (typeof SERVICES)[number];

/** What each service tells of each hour of a day; in the bad hour payment is slow and fails, and says so in its log. */
export function servicesStory(scene: Scene, day: number): DemoEvent[] {
  const { plan, days } = scene;
  const teller = new Teller(`s${plan.seed}-services${-day}`, days.untilMs);
  const draw = new Draw(plan.seed, 'services', day);
  for (const at of hoursOf(scene, day)) {
    const isBad = day === BAD_HOUR.day && hourOf(at) === BAD_HOUR.hour;
    for (const service of SERVICES) {
      const suffers = isBad && service.service === BAD_HOUR.service;
      const load = loadOf(at, day);
      teller.tell(
        'system.service.measured',
        at + HOUR_MS - 1_000,
        measured(service, { draw, load, suffers, seconds: 3_600 }),
      );
    }
    for (let left = isBad ? 240 : draw.times(0.4); left > 0; left -= 1) {
      const { service } = isBad ? { service: BAD_HOUR.service } : draw.pick(SERVICES);
      const code = isBad ? 'PROVIDER_TIMEOUT' : draw.pick(['DB_TIMEOUT', 'CACHE_MISS_STORM', 'RETRY_EXHAUSTED']);
      teller.tell('system.log.recorded', at + Math.floor(draw.next() * HOUR_MS), { service, level: 'error', code });
    }
  }
  return teller.inTime();
}

interface Circumstances {
  readonly draw: Draw;
  readonly load: number;
  readonly suffers: boolean;
  readonly seconds: number;
}

export function measured({ service, requests, latencyMs }: Service, { draw, load, suffers, seconds }: Circumstances) {
  const count = Math.round((requests * load * (0.92 + 0.16 * draw.next()) * seconds) / 3_600);
  const slow = (suffers ? 9 : 1) * (0.9 + 0.2 * draw.next()) * (1 + 0.15 * load);
  const errorShare = suffers ? 0.13 : 0.0012 * (0.5 + draw.next());
  const ms = (factor: number): number => Math.round(latencyMs * slow * factor * 10) / 10;
  return {
    ...{
      service,
      instance: `${service}-0`,
      windowSeconds: seconds,
      requests: count,
      errors: Math.round(count * errorShare),
    },
    ...{ latencyP50Ms: ms(1), latencyP95Ms: ms(3.4), latencyP99Ms: ms(6.1) },
    cpuPercent: Math.min(95, Math.round(12 + 22 * load + (suffers ? 40 : 0))),
    memoryBytes: 268_435_456 + draw.int(0, 60_000_000),
  };
}

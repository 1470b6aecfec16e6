import { sceneOf } from '../story/scene';
import { SMALL } from '../store.fixture';
import { LivingStore } from './second';

const scene = sceneOf(SMALL);
const since = SMALL.until.getTime();
const first = since / 1_000;
const seconds = Array.from({ length: 1_200 }, (_, index) => first + index);

describe('the living store', () => {
  it('tells a second again as it was, under the same ids', () => {
    const [one, other] = [new LivingStore(scene, since), new LivingStore(scene, since)];
    for (const second of seconds.slice(0, 300)) expect(other.eventsOf(second)).toEqual(one.eventsOf(second));
  });

  it('gives no id another content when its sender begins anew in the middle', () => {
    const told = new Map<string, string>();
    for (const store of [new LivingStore(scene, since), new LivingStore(scene, since + 600_000)]) {
      for (const event of seconds.slice(600).flatMap((second) => store.eventsOf(second))) {
        const content = JSON.stringify(event);
        expect(told.get(event.id) ?? content).toBe(content);
        told.set(event.id, content);
      }
    }
  });

  it('tells a few events a second, of many kinds', () => {
    const store = new LivingStore(scene, since);
    const events = seconds.flatMap((second) => store.eventsOf(second));
    expect(events.length / seconds.length).toBeGreaterThan(3);
    expect(events.length / seconds.length).toBeLessThan(10);
    expect(new Set(events.map(({ type }) => type)).size).toBeGreaterThanOrEqual(8);
  });

  it('begins, keeps alive and ends sessions, each end after its start', () => {
    const store = new LivingStore(scene, since);
    const events = seconds.flatMap((second) => store.eventsOf(second));
    const timeOf = (type: string) =>
      new Map(
        events
          .filter((event) => event.type === `com.platform.library.session.${type}.v1`)
          .map(({ time, data }) => [data['sessionId'], time]),
      );
    const [started, ended] = [timeOf('started'), timeOf('ended')];
    expect(ended.size).toBeGreaterThan(5);
    for (const [session, time] of ended) expect(started.get(session)! < time).toBe(true);
  });
});

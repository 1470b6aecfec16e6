import { passed, Unavailable } from '@analytics/domain';
import type { Outgoing } from '@analytics/infra-kafka';
import type { EventChecks } from '../checks/event-checks';
import { EventSink } from '../spool/event-sink';
import { CollectConfig } from './collect.config';
import { CollectService } from './collect.service';
import type { Sender } from '../write-keys/sender';
import { EventJudge } from './events/event-judge';
import { RecentEvents } from './events/recent-events';

/** Keeps what it is given, unless it has no room. */
class Shelf extends EventSink {
  readonly kept: Outgoing[] = [];
  full = false;

  send(records: readonly Outgoing[]): Promise<void> {
    if (this.full) return Promise.reject(new Unavailable('the shelf'));
    this.kept.push(...records);
    return Promise.resolve();
  }
}

const anything = { check: (event: unknown) => passed({ event }) } as unknown as EventChecks;
const sender: Sender = { id: 'k', rights: ['collect'], sources: [], types: [], allowedOrigins: [] };
const arrived = (id: string, data: object = {}) => {
  const event = { id, source: '/s', type: 't', data };
  return { event, text: JSON.stringify(event) };
};

describe('collecting', () => {
  const started = (recentEvents = 100) => {
    const shelf = new Shelf();
    const recent = new RecentEvents(Object.assign(new CollectConfig(), { recentEvents }));
    const service = new CollectService(new EventJudge(anything), shelf, recent);
    const send = async (...items: ReturnType<typeof arrived>[]) =>
      (await service.collect(items, sender, new Date())).map(({ status, code }) => code ?? status);
    return { shelf, send };
  };

  it('does not call an event a repeat that was never acknowledged', async () => {
    const { shelf, send } = started();
    shelf.full = true;
    await expect(send(arrived('1'))).rejects.toBeInstanceOf(Unavailable);
    shelf.full = false;
    expect(await send(arrived('1'))).toEqual(['accepted']);
    expect(await send(arrived('1'))).toEqual(['duplicate']);
    expect(shelf.kept).toHaveLength(1);
  });

  it('keeps the first of two events with one identity, and hands on the other with its verdict', async () => {
    const { shelf, send } = started();
    expect(await send(arrived('1', { a: 1 }), arrived('1', { a: 2 }), arrived('1', { a: 1 }))).toEqual([
      'accepted',
      'ID_CONFLICT',
      'duplicate',
    ]);
    expect(shelf.kept.map(({ headers }) => headers?.['x-refused-code'])).toEqual([undefined, 'ID_CONFLICT']);
  });

  it('remembers at least half, and never more, of what it may', async () => {
    const { send } = started(20);
    const ids = Array.from({ length: 100 }, (_, index) => String(index));
    await send(...ids.map((id) => arrived(id)));
    const again = await send(...ids.slice(-10).map((id) => arrived(id)));
    expect(again).toEqual(Array.from({ length: 10 }, () => 'duplicate'));
    expect(await send(arrived('0'))).toEqual(['accepted']);
  });
});

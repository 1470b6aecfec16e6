import type { Pending } from './send-call';
import { SendCall } from './send-call';
import { SendQueue } from './send-queue';

const calls: SendCall[] = [];
const aCall = (records = 1): SendCall => {
  const call = new SendCall(records, 0, performance.now() + 60_000, () => undefined);
  call.answer.catch(() => undefined);
  calls.push(call);
  return call;
};
const pending = (call: SendCall, value: string, partition = 0, bytes = 10): Pending => ({
  call,
  index: 0,
  topic: 't',
  partition,
  bytes,
  message: { value },
});
const LIMITS = { records: 4, bytesPerPartition: 100 };
const take = (queue: SendQueue): unknown[] => queue.take(LIMITS).map(({ message }) => message.value);

describe('the queue of a producer', () => {
  afterEach(() => calls.splice(0).forEach((call) => call.fail(new Error('the test is over'))));

  it('fills a request up to its number of records, in order', () => {
    const queue = new SendQueue();
    queue.push(['a', 'b', 'c', 'd', 'e'].map((value) => pending(aCall(), value)));
    expect([take(queue), take(queue), queue.empty]).toEqual([['a', 'b', 'c', 'd'], ['e'], true]);
  });

  it('ends a request where a partition would get too many bytes, so that nothing is overtaken', () => {
    const queue = new SendQueue();
    queue.push([
      pending(aCall(), 'a', 0, 60),
      pending(aCall(), 'b', 1, 60),
      pending(aCall(), 'c', 0, 60),
      pending(aCall(), 'd', 1, 1),
    ]);
    expect([take(queue), take(queue)]).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('takes a record larger than the bound by itself', () => {
    const queue = new SendQueue();
    queue.push([pending(aCall(), 'large', 0, 500), pending(aCall(), 'next', 0, 1)]);
    expect([take(queue), take(queue)]).toEqual([['large'], ['next']]);
  });

  it('leaves out what its caller has given up', () => {
    const queue = new SendQueue();
    const impatient = aCall();
    queue.push([pending(impatient, 'a'), pending(aCall(), 'b')]);
    impatient.fail(new Error('too late'));
    expect(take(queue)).toEqual(['b']);
  });
});

describe('a send', () => {
  it('is answered when its last record is acknowledged, in the order given', async () => {
    const call = aCall(2);
    call.acknowledge(1, { topic: 't', partition: 1, offset: 7n });
    expect(call.settled).toBe(false);
    call.acknowledge(0, { topic: 't', partition: 0, offset: 3n });
    expect((await call.answer).map(({ offset }) => offset)).toEqual([3n, 7n]);
  });

  it('is unavailable at its deadline, and says whether its records may have been written', async () => {
    const sent = new SendCall(1, 0, performance.now() + 10, () => undefined);
    sent.handedOver = true;
    const waiting = new SendCall(1, 0, performance.now() + 10, () => undefined);
    // Both are listened to from the start: which deadline is noticed first is up to the machine.
    await Promise.all([
      expect(sent.answer).rejects.toMatchObject({ kind: 'unavailable', outcome: 'unknown' }),
      expect(waiting.answer).rejects.toMatchObject({ kind: 'unavailable', outcome: 'not_sent' }),
    ]);
  });

  describe('that is patient', () => {
    beforeEach(() => jest.useFakeTimers());
    afterEach(() => jest.useRealTimers());

    it('gets its time anew with each part of it that is acknowledged, and none without', async () => {
      const call = new SendCall(3, 0, performance.now() + 1_000, () => undefined, 1_000);
      const answer = expect(call.answer).rejects.toMatchObject({ kind: 'unavailable' });
      for (let part = 0; part < 2; part += 1) {
        jest.advanceTimersByTime(900);
        call.acknowledge(part, { topic: 't', partition: 0, offset: BigInt(part) });
        call.progressed();
      }
      jest.advanceTimersByTime(999);
      expect(call.settled).toBe(false);
      jest.advanceTimersByTime(1);
      await answer;
    });

    it('is hurried when the producer closes, never slowed down', () => {
      const [patient, prompt] = [60_000, 500].map(
        (ms) => new SendCall(1, 0, performance.now() + ms, () => undefined, ms),
      );
      for (const call of [patient!, prompt!]) {
        call.answer.catch(() => undefined);
        call.hurry(1_000);
      }
      jest.advanceTimersByTime(500);
      expect([patient!.settled, prompt!.settled]).toEqual([false, true]);
      jest.advanceTimersByTime(500);
      expect(patient!.settled).toBe(true);
    });
  });
});

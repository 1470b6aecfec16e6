import { Admission } from './admission';

const stays = new AbortController().signal;
const limits = { maxQueries: 1, maxWaiting: 1, queueWaitMs: 20 };

it('lets the next in when one leaves, in the order they came', async () => {
  const admission = new Admission({ ...limits, maxWaiting: 2, queueWaitMs: 1000 });
  const order: string[] = [];
  const leaveFirst = await admission.enter(stays);
  const second = admission.enter(stays).then((leave) => (order.push('second'), leave));
  const third = admission.enter(stays).then((leave) => (order.push('third'), leave));
  leaveFirst();
  leaveFirst();
  await second;
  expect(order).toEqual(['second']);
  (await second)();
  (await third)();
  expect(order).toEqual(['second', 'third']);
});

it('turns away who would wait in a full queue, and who waited too long', async () => {
  const admission = new Admission(limits);
  const leave = await admission.enter(stays);
  const waiting = admission.enter(stays);
  await expect(admission.enter(stays)).rejects.toMatchObject({ code: 202 });
  await expect(waiting).rejects.toMatchObject({ code: 202 });
  leave();
  await expect(admission.enter(stays)).resolves.toBeInstanceOf(Function);
});

it('forgets who leaves the queue', async () => {
  const admission = new Admission({ ...limits, queueWaitMs: 1000 });
  const leave = await admission.enter(stays);
  const going = new AbortController();
  const waiting = admission.enter(going.signal);
  going.abort();
  await expect(waiting).rejects.toMatchObject({ code: 394 });
  await expect(admission.enter(going.signal)).rejects.toMatchObject({ code: 394 });
  const next = admission.enter(stays);
  leave();
  await expect(next).resolves.toBeInstanceOf(Function);
});

// A thread that sends the blocks of its lanes, in the order of each lane, and tells what was acknowledged.
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { LANES, RunEvents } from '../events/run-events.mjs';
import { Tally } from '../events/tally.mjs';
import { paceOf } from './pace.mjs';
import { senderOf } from './sender.mjs';

const GIVE_UP_MS = 180_000;
const TELL_MS = 250;

const { plan, via, worker, workers, inFlight } = workerData;
const scheduledMs = paceOf(plan);
const run = new RunEvents({ ...plan, scheduledMs });
const sender = senderOf(via, workerData.stack, { connections: inFlight });
const fresh = () => ({
  sent: 0,
  taken: 0,
  known: 0,
  rejected: 0,
  again: 0,
  waitedMs: 0,
  surprises: [],
  tally: new Tally(),
});
let news = fresh();
let stopping = false;

parentPort.on('message', (message) => {
  if (message === 'stop') stopping = true;
});
const telling = setInterval(tell, TELL_MS);

function tell() {
  const { tally, ...counts } = news;
  news = fresh();
  parentPort.postMessage({ ...counts, tally: { ...tally } });
}

/** Until it is settled: what was not acknowledged goes again, as it is. */
async function deliver(block) {
  const { from, until } = run.rangeOf(block);
  const events = Array.from({ length: until - from }, (_, index) => run.eventOf(from + index));
  const expected = new Tally();
  run.tell(block, expected);
  news.sent += events.length;
  for (const end = Date.now() + GIVE_UP_MS; ;) {
    const answer = await sender.send(events);
    if (answer.outcome === 'settled') return settle(answer, expected);
    if (answer.outcome === 'refused') throw new Error(`the batch ${block} was refused: ${answer.reason}`);
    if (Date.now() > end) throw new Error(`the batch ${block} was not acknowledged in ${GIVE_UP_MS / 1_000} s`);
    if (answer.outcome === 'unknown') news.again += events.length;
    else news.waitedMs += answer.afterMs;
    await pause(answer.afterMs);
  }
}

function settle({ accepted, duplicate, rejected }, expected) {
  news.tally.add(expected);
  if (accepted === undefined) {
    news.taken += expected.distinct + expected.duplicates;
    return;
  }
  news.taken += accepted;
  news.known += duplicate;
  news.rejected += rejected;
  if (rejected !== expected.refused && news.surprises.length < 3) {
    news.surprises.push(`a batch had ${expected.refused} invalid events and ${rejected} were rejected`);
  }
}

/** The blocks of this thread; those in flight at one time are of different lanes. */
async function lane(number) {
  for (let block = number; block < run.blocks && !stopping; block += LANES) {
    const due = plan.startedAt + scheduledMs(run.rangeOf(block).from) - Date.now();
    for (
      let left = due;
      left > 0 && !stopping;
      left = plan.startedAt + scheduledMs(run.rangeOf(block).from) - Date.now()
    ) {
      await pause(Math.min(left, 200));
    }
    if (stopping) return;
    await slots.taken();
    try {
      await deliver(block);
    } finally {
      slots.free();
    }
  }
}

/** At most so many blocks in flight. */
const slots = {
  left: inFlight,
  waiting: [],
  async taken() {
    if (this.left === 0) await new Promise((resolve) => this.waiting.push(resolve));
    else this.left -= 1;
  },
  free() {
    const next = this.waiting.shift();
    if (next === undefined) this.left += 1;
    else next();
  },
};

const own = Array.from({ length: LANES }, (_, number) => number).filter((number) => number % workers === worker);
try {
  await sender.connect();
  await Promise.all(own.map(lane));
  await sender.close();
  tell();
} catch (error) {
  tell();
  parentPort.postMessage({ failed: error.message });
} finally {
  clearInterval(telling);
  parentPort.close();
}

import { writeFileSync } from 'node:fs';
import { type Answers, Tally } from './answers/tally';
import { DAY_MS, startOfDay } from './plan/moscow-time';
import { HISTORY_DAYS, type Plan } from './plan/plan';
import { untilCounted } from './sending/counted';
import { parcelsOf } from './sending/parcels';
import { Progress } from './sending/progress';
import { StoreSender } from './sending/send-store';
import { StoreDoor } from './sending/store-door';
import { storiesOf } from './story/stories';
import type { DemoEvent } from './story/teller';

/** What is older goes as a file; live events may be a little older still, so the two never meet a closed door. */
const LIVE_DAYS = 28;

export interface DemoTarget {
  readonly url: string;
  readonly writeKey: string;
  /** Where the services tell how far they are. */
  readonly metricsUrls: readonly string[];
  /** Where the right answers are written. */
  readonly answersFile?: string;
}

/** Sends the store of a plan through ingestion and waits until all of it is counted. Sent again it changes nothing: ids follow from the plan. */
export async function sendDemo(
  plan: Plan,
  target: DemoTarget,
  now: Date,
  show: (line: string) => void,
): Promise<Pick<Answers, 'events' | 'refused' | 'users'>> {
  const progress = new Progress(show);
  const tally = new Tally();
  const boundaryMs = startOfDay(Math.max(plan.until.getTime(), now.getTime())) - LIVE_DAYS * DAY_MS;
  const subjects = plan.users + 2 * HISTORY_DAYS;
  const parcels = parcelsOf(tallied(storiesOf(plan), tally), { boundaryMs, subjects });
  const name = `demo-${plan.seed}-${plan.users}-${plan.until.getTime()}-${boundaryMs}`;
  const sent = await new StoreSender(new StoreDoor(target.url, target.writeKey), name, progress).send(parcels);
  await untilCounted(target.metricsUrls, sent.events, progress);
  const answers = tally.answers();
  if (target.answersFile !== undefined) {
    writeFileSync(target.answersFile, `${JSON.stringify({ plan, ...answers }, null, 1)}\n`);
  }
  const { events, refused, users } = answers;
  return { events, refused, users };
}

function* tallied(stories: Iterable<readonly DemoEvent[]>, tally: Tally): Generator<readonly DemoEvent[]> {
  for (const story of stories) {
    for (const event of story) tally.add(event);
    yield story;
  }
}

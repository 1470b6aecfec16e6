import { VALIDATED_TOPIC, type ValidatedEvent } from '@analytics/contracts';
import { DomainError } from '@analytics/domain';
import type { Outcome } from '@analytics/infra-kafka';
import { modelRuns } from '@analytics/testing';
import fc from 'fast-check';
import { received, validatedEvent } from '../fixtures/events.fixture';
import {
  type InsertFate,
  ModelFacts,
  ModelLedger,
  ModelLog,
  ModelNotes,
  ModelRepeats,
} from '../fixtures/model-warehouse.fixture';
import { RangeSink, type SinkWatch } from '../protocol/range-sink';
import { TABLES } from '../protocol/range-rows';
import { type SinkStep, SinkSteps } from '../protocol/sink-steps';

jest.setTimeout(3_600_000);

const PLACE = { topic: VALIDATED_TOPIC, part: 0 };
const LIMITS = { rows: 9, months: 3, refused: 20, offsets: 8n };
const SILENT: SinkWatch = { stored: () => undefined, recovered: () => undefined, unexplained: () => undefined };

// Dead letters of a gap: the model has none, its group's offset never runs ahead of the ledger unheard.
const SILENT_LETTERS = { send: () => Promise.resolve() };

class Died extends Error {}

/** What happens on the way of one delivery: at the so-manieth place passed, and to the so-manieth insert. */
interface Trouble {
  readonly at: number;
  readonly how: 'dies' | 'freezes';
}
interface InsertTrouble {
  readonly at: number;
  readonly fate: InsertFate;
}

type Kind = 'new' | 'again' | 'conflict' | 'broken' | 'poison';
type Command =
  | { readonly do: 'produce'; readonly kinds: readonly Kind[]; readonly seed: number }
  | {
      readonly do: 'deliver';
      readonly worker: number;
      readonly records: number;
      readonly trouble: Trouble | undefined;
      readonly insert: InsertTrouble | undefined;
    }
  | { readonly do: 'reassign'; readonly worker: number }
  | { readonly do: 'thaw' }
  | { readonly do: 'lose commits'; readonly back: number }
  | { readonly do: 'others insert'; readonly count: number };

class SteppingSteps extends SinkSteps {
  on: (step: SinkStep) => Promise<void> = () => Promise.resolve();

  override passed(step: SinkStep): Promise<void> {
    return this.on(step);
  }
}

interface Worker {
  sink: RangeSink;
  steps: SteppingSteps;
  signal: AbortController;
  /** What it is at, until it wakes up. */
  asleep?: { wake: () => void; end: Promise<void> };
}

/** One partition, two workers, and everything that may go wrong between them. */
class World {
  readonly ledger = new ModelLedger();
  readonly facts = new ModelFacts();
  readonly notes = new ModelNotes();
  readonly log = new ModelLog();
  readonly told = new Map<bigint, Outcome>();
  readonly workers: Worker[];
  private readonly history: bigint[] = [];
  private hint = 0;

  constructor() {
    this.workers = [this.worker(), this.worker()];
  }

  async run(command: Command): Promise<void> {
    if (command.do === 'produce') this.produce(command.kinds, command.seed);
    else if (command.do === 'deliver') await this.deliver(this.workers[command.worker]!, command);
    else if (command.do === 'reassign') this.reassign(command.worker);
    else if (command.do === 'thaw') await this.thaw();
    // Two faults at once, a frozen insert and a lost memory of it, are left to the nightly comparison.
    else if (this.workers.some(({ asleep }) => asleep !== undefined)) return;
    else if (command.do === 'lose commits') this.loseCommits(command.back);
    else for (const table of TABLES) this.facts.table(table).pushOut(command.count);
  }

  /** Everything wakes up, and a new worker comes to the end of the topic. */
  async settle(): Promise<void> {
    await this.thaw();
    this.workers[0] = this.worker();
    this.hint = Math.min(this.hint, Number(this.ledger.next));
    for (let tries = 0; this.hint < this.log.records.length; tries += 1) {
      if (tries > 100) throw new Error('the sink does not come to an end');
      await this.deliver(this.workers[0], { records: 10, trouble: undefined, insert: undefined });
    }
  }

  private worker(): Worker {
    const steps = new SteppingSteps();
    const { ledger, facts, notes, log } = this;
    const ports = {
      ledger,
      facts,
      notes,
      log,
      repeats: new ModelRepeats(facts),
      letters: SILENT_LETTERS,
      steps,
      now: facts.now,
    };
    return { sink: new RangeSink(ports, LIMITS, SILENT), steps, signal: new AbortController() };
  }

  private produce(kinds: readonly Kind[], seed: number): void {
    kinds.forEach((kind, index) => {
      const offset = this.log.records.length;
      const earlier = (seed + index) % Math.max(1, offset);
      this.log.records.push(received(offset, valueOf(kind, offset, earlier)));
    });
  }

  private async deliver(
    worker: Worker,
    { records, trouble, insert }: Pick<Command & { do: 'deliver' }, 'records' | 'trouble' | 'insert'>,
  ): Promise<void> {
    if (worker.asleep !== undefined) return;
    const batch = this.log.records.slice(this.hint, this.hint + records);
    if (batch.length === 0) return;
    let inserts = 0;
    let wake = (): void => undefined;
    const frozen = new Promise<void>((resolve) => (wake = resolve));
    let fellAsleep = (): void => undefined;
    const sleeping = new Promise<'asleep'>((resolve) => (fellAsleep = () => resolve('asleep')));
    const freeze = (): Promise<void> => {
      fellAsleep();
      return frozen;
    };
    this.facts.fate = () => (insert !== undefined && inserts++ === insert.at ? insert.fate : 'stored');
    this.facts.delay = freeze;
    let passed = 0;
    worker.steps.on = async () => {
      if (trouble === undefined || passed++ !== trouble.at) return;
      if (trouble.how === 'dies') throw new Died();
      await freeze();
    };
    const end = worker.sink.take(batch, PLACE, worker.signal.signal).then(
      (outcomes) =>
        this.settled(
          batch.map(({ offset }) => offset),
          outcomes,
        ),
      (error: unknown) => this.failed(worker, error),
    );
    if ((await Promise.race([end, sleeping])) === 'asleep') worker.asleep = { wake, end };
    // Its faults are its own: whoever goes on after it meets none of them.
    this.facts.fate = () => 'stored';
  }

  private settled(offsets: readonly bigint[], outcomes: readonly Outcome[]): void {
    offsets.forEach((offset, index) => this.told.set(offset, outcomes[index]!));
    this.hint = Math.max(this.hint, Number(offsets.at(-1)!) + 1);
    this.history.push(this.ledger.next);
  }

  private failed(worker: Worker, error: unknown): void {
    if (error instanceof Died) {
      const at = this.workers.indexOf(worker);
      if (at >= 0) this.workers[at] = this.worker();
    } else if (!(error instanceof DomainError) || error.kind === 'internal') throw error;
  }

  private reassign(index: number): void {
    const worker = this.workers[index]!;
    worker.signal.abort();
    if (worker.asleep === undefined) worker.signal = new AbortController();
    // The next owner begins where the group's hint is; it may be behind the ledger.
    this.hint = Math.max(0, this.hint - 3);
  }

  private async thaw(): Promise<void> {
    for (const worker of this.workers) {
      const { asleep } = worker;
      if (asleep === undefined) continue;
      worker.asleep = undefined;
      asleep.wake();
      await asleep.end;
      if (worker.signal.signal.aborted) worker.signal = new AbortController();
    }
  }

  /** As a restore to a moment before: everything after it is forgotten, what was announced then too. */
  private loseCommits(back: number): void {
    const before = this.history.at(-1 - back);
    if (before === undefined || before > this.ledger.next) return;
    this.ledger.next = before;
    this.ledger.pending = undefined;
    // Restoring is an outage: whoever had a claim lost its connection and claims anew.
    this.workers.forEach((_, index) => (this.workers[index] = this.worker()));
  }
}

function valueOf(kind: Kind, offset: number, earlier: number): unknown {
  if (kind === 'broken') return '{';
  if (kind === 'poison') return validatedEvent(offset * 3 + 1, { id: `poison-revenue_ledger-${offset}` });
  if (kind === 'new') return eventOf(offset);
  return { ...eventOf(earlier), ...(kind === 'conflict' ? { fingerprint: `other-${offset}` } : {}) };
}
/** What is sent again is what an offset would hold if it were new, so that several may meet in one identity. */
const eventOf = (offset: number): ValidatedEvent => validatedEvent(offset % 25 === 24 ? offset * 100_000 : offset);

interface Expected {
  readonly stored: Set<bigint>;
  readonly verdicts: Map<bigint, string>;
}

/** Straight from the rules: the lowest offset of an identity counts. */
function expectedOf({ records }: ModelLog): Expected {
  const first = new Map<string, string>();
  const stored = new Set<bigint>();
  const verdicts = new Map<bigint, string>();
  for (const { offset, value } of records) {
    let verdict = 'MALFORMED_JSON';
    if (String(value) !== '{') {
      const { id, fingerprint } = JSON.parse(String(value)) as ValidatedEvent;
      const known = first.get(id);
      if (id.startsWith('poison')) verdict = 'DWH_REJECTED';
      else if (known === undefined) {
        first.set(id, fingerprint);
        stored.add(offset);
        verdict = 'kept';
      } else verdict = known === fingerprint ? 'dropped' : 'ID_CONFLICT';
    }
    verdicts.set(offset, verdict);
  }
  return { stored, verdicts };
}

const nameOf = (outcome: Outcome): string =>
  outcome.status === 'rejected' ? outcome.deadLetter.reason : outcome.status;

function expectExactlyOnce(world: World): void {
  const { stored, verdicts } = expectedOf(world.log);
  const inTable = (table: (typeof TABLES)[number]) => world.facts.table(table).rows.map(({ _ko }) => _ko);
  const sorted = (offsets: readonly bigint[]) => [...offsets].sort((a, b) => Number(a - b));
  expect(sorted(inTable('events'))).toEqual(sorted([...stored]));
  for (const table of TABLES) {
    // A payment has two lines, everything else one row.
    const counts = new Map<bigint, number>();
    for (const offset of inTable(table)) counts.set(offset, (counts.get(offset) ?? 0) + 1);
    for (const [offset, count] of counts) {
      expect([table, offset, stored.has(offset)]).toEqual([table, offset, true]);
      expect([table, offset, count]).toEqual([table, offset, table === 'revenue_ledger' ? 2 : 1]);
    }
    const dirty = world.notes.dirty.filter(({ factTable }) => factTable === table);
    const isDirty = (offset: bigint) => dirty.some(({ from, to }) => from <= offset && offset <= to);
    const views = sorted(world.facts.table(table).view.filter((offset) => !isDirty(offset)));
    expect(views).toEqual(sorted(inTable(table).filter((offset) => !isDirty(offset))));
    expect(inTable(table).filter((offset) => !world.facts.table(table).copy.has(offset))).toEqual([]);
  }
  const told = [...world.told].map(([offset, outcome]): [bigint, string] => [offset, nameOf(outcome)]);
  expect(new Map(told.sort(([a], [b]) => Number(a - b)))).toEqual(verdicts);
  expect(world.ledger.next).toBe(BigInt(world.log.records.length));
  expect(world.ledger.pending).toBeUndefined();
}

const kind = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Kind>('new') },
  { weight: 3, arbitrary: fc.constantFrom<Kind>('again', 'conflict') },
  { weight: 1, arbitrary: fc.constantFrom<Kind>('broken', 'poison') },
);
const fate = fc.constantFrom<InsertFate>(
  ...(['lost before', 'answer lost', 'view failed', 'cut short', 'in flight'] as const),
  ...(['token without rows', 'token without rows in the view', 'rows without token'] as const),
);
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('produce' as const),
      kinds: fc.array(kind, { minLength: 1, maxLength: 12 }),
      seed: fc.nat(1_000),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      worker: fc.nat(1),
      records: fc.integer({ min: 1, max: 20 }),
      trouble: fc.option(fc.record({ at: fc.nat(9), how: fc.constantFrom('dies' as const, 'freezes' as const) }), {
        nil: undefined,
      }),
      insert: fc.option(fc.record({ at: fc.nat(4), fate }), { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reassign' as const), worker: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('thaw' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose commits' as const), back: fc.nat(3) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('others insert' as const), count: fc.integer({ min: 1, max: 60 }) }),
  },
);

describe('the protocol of the warehouse sink', () => {
  it('stores every event once in any order of deliveries, deaths, thaws, lost answers and lost commits', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 40 }), async (commands) => {
        const world = new World();
        for (const each of commands) await world.run(each);
        await world.settle();
        expectExactlyOnce(world);
      }),
      { numRuns: modelRuns(), timeout: 20_000 },
    );
  });
});

import type { DeadLetterStage } from '@analytics/contracts';
import { type Checked, DomainError, redactPersonal, type Refusal, Unavailable } from '@analytics/domain';
import { kept, type Outcome, type Received, rejected } from '@analytics/infra-kafka';
import { Logger } from '@nestjs/common';

/** What is known of an event's type and schema at some step, for the dead letter. */
export interface Labels {
  readonly event?: Partial<Record<'type' | 'source' | 'id', string | undefined>> | undefined;
  readonly schema?: { readonly version: number; readonly id?: string };
}

interface Item<T> {
  readonly index: number;
  readonly record: Received;
  readonly value: T;
}

/** So many events fail for reasons of our own that the fault is ours: nothing is dead-lettered, the batch is tried again. */
export class IntakeBroken extends DomainError {
  readonly kind = 'internal';
  readonly code = 'INTERNAL';

  constructor(failed: number, of: number) {
    super(`${failed} of ${of} records failed inside ingestion`);
  }
}

const BREAKER = { share: 0.5, leastRecords: 20, inARow: 100 };
const logger = new Logger('Intake');

/** A batch on its way through the steps: each step sees what passed the one before, and a refused event leaves alone. */
export class IntakeFlow<T extends Labels> {
  private constructor(
    private readonly items: readonly Item<T>[],
    private readonly settled: Outcome[],
  ) {}

  static of(batch: readonly Received[]): IntakeFlow<Labels> {
    const items = batch.map((record, index) => ({ index, record, value: {} }));
    const settled = batch.map(() => kept);
    return new IntakeFlow<Labels>(items, settled);
  }

  get values(): readonly T[] {
    return this.items.map(({ value }) => value);
  }

  /** One event at a time. An unexpected error is the event's own, until it looks like ours (see `outcomes`). */
  step<U extends Labels>(
    stage: DeadLetterStage,
    name: string,
    take: (value: T, record: Received) => Checked<U>,
  ): IntakeFlow<U> {
    const passed: Item<U>[] = [];
    for (const { index, record, value } of this.items) {
      let checked: Checked<U>;
      try {
        checked = take(value, record);
      } catch (error) {
        checked = failed(name, value, error);
      }
      if (checked.ok) passed.push({ index, record, value: checked.value });
      else this.settled[index] = letterOf(stage, checked.refusal, value);
    }
    return new IntakeFlow(passed, this.settled);
  }

  /** What became of each record so far, in the order of the batch, whoever's fault it is. */
  get verdicts(): readonly Outcome[] {
    return this.settled;
  }

  /** What became of each record, in the order of the batch; throws when the trouble is systemic. */
  outcomes(): Outcome[] {
    let [failed, row, longest] = [0, 0, 0];
    for (const outcome of this.settled) {
      const isOurs = outcome.status === 'rejected' && outcome.deadLetter.reason === 'INTERNAL';
      row = isOurs ? row + 1 : 0;
      if (!isOurs) continue;
      failed += 1;
      longest = Math.max(longest, row);
    }
    const total = this.settled.length;
    const many = total >= BREAKER.leastRecords && failed >= total * BREAKER.share;
    if (many || longest >= BREAKER.inARow) throw new IntakeBroken(failed, total);
    return this.settled;
  }
}

function failed(step: string, { event }: Labels, error: unknown): Checked<never> {
  if (error instanceof Unavailable) throw error;
  // The message of an unexpected error may quote the event; its class and place do not.
  const stack =
    error instanceof Error ? error.stack?.split('\n').filter((line) => line.startsWith('    at ')) : undefined;
  const type = cleared(event?.type);
  logger.error({ msg: 'a step failed on an event', step, type, error: (error as Error)?.name, stack });
  return { ok: false, refusal: { code: 'INTERNAL', detail: `the step "${step}" failed` } };
}

/** Whatever is refused here counts as personal as a whole: what its schema does not know may be anything. */
function letterOf(stage: DeadLetterStage, refusal: Refusal, { event, schema }: Labels): Outcome {
  const { code, detail, pointer, keyword, schemaId, schemaVersion } = refusal;
  return rejected({
    stage,
    reason: code,
    message: redactPersonal(detail).text,
    ...(pointer !== undefined && { pointer: redactPersonal(pointer).text }),
    ...(keyword !== undefined && { keyword }),
    retriable: code === 'SCHEMA_UNKNOWN' || code === 'INTERNAL',
    ...optional('eventType', cleared(event?.type)),
    ...optional('eventSource', cleared(event?.source)),
    ...optional('eventId', cleared(event?.id)),
    ...optional('schemaId', schemaId ?? schema?.id),
    ...optional('schemaVersion', schemaVersion ?? schema?.version),
    personal: true,
    forgetsRaw: code === 'ERASED_SUBJECT',
  });
}

/** A sender may have put anything there. */
const cleared = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : redactPersonal(text).text;

const optional = <K extends string, V>(name: K, value: V | undefined): { readonly [key in K]?: V } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [key in K]: V });

import type { EventEnvelope } from '@analytics/contracts';

/** Why a broken event is refused. */
export type Fault =
  | 'SCHEMA_VIOLATION'
  | 'SCHEMA_UNKNOWN'
  | 'NUMBER_OUT_OF_RANGE'
  | 'EVENT_TIME_OUT_OF_RANGE'
  | 'NOT_CLOUDEVENT'
  | 'ID_CONFLICT';

export interface DemoEvent {
  readonly at: number;
  readonly envelope: EventEnvelope;
  /** The account it counts for, also where only the device tells itself. */
  readonly account?: string;
  readonly staff?: boolean;
  readonly bot?: boolean;
  readonly fault?: Fault;
}

/** Events of one subject, which share a part of their id. What lies behind the end of the history is not told. */
export class Teller {
  readonly events: DemoEvent[] = [];
  private told = 0;

  constructor(
    private readonly subject: string,
    private readonly untilMs: number,
    private readonly about: Pick<DemoEvent, 'account' | 'staff'> = {},
  ) {}

  tell(type: string, at: number, data: Readonly<Record<string, unknown>>, more: Pick<DemoEvent, 'bot'> = {}): void {
    this.told += 1;
    const instant = Math.floor(at);
    if (instant >= this.untilMs) return;
    const envelope: EventEnvelope = {
      specversion: '1.0',
      id: `${this.subject}-${this.told}`,
      source: `/demo/${type.slice(0, type.indexOf('.'))}`,
      type: `com.platform.${type}.v1`,
      time: new Date(instant).toISOString(),
      data,
    };
    this.events.push({ at: instant, envelope, ...this.about, ...more });
  }

  inTime(): DemoEvent[] {
    return this.events.sort((one, other) => one.at - other.at);
  }
}

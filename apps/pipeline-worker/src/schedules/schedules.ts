import { type DailySchedule, TimeZone } from '@analytics/domain';

const MOSCOW = TimeZone.of('Europe/Moscow');
const DAY_MS = 86_400_000;

export interface Schedule extends DailySchedule {
  readonly pipeline: string;
  /** What the run of that instant is given. */
  readonly parametersAt: (instant: Date) => Readonly<Record<string, unknown>>;
}

/** The last whole day of Moscow before the instant. */
function dayBefore(instant: Date): { from: string; until: string } {
  const startOf = (at: Date): Date => {
    const { year, month, day } = MOSCOW.dayOf(at);
    return MOSCOW.startOfDay(year, month, day);
  };
  const until = startOf(instant);
  return { from: startOf(new Date(until.getTime() - DAY_MS / 2)).toISOString(), until: until.toISOString() };
}

/** The month of yesterday: what came late since has its buckets right already, and a certificate says so. */
const monthBefore = (instant: Date): { months: string[] } => {
  const { year, month } = MOSCOW.dayOf(new Date(instant.getTime() - DAY_MS));
  return { months: [`${year}-${String(month).padStart(2, '0')}`] };
};

/** What runs by itself. A new line here is a new schedule; nothing else has to know. */
export const SCHEDULES: readonly Schedule[] = [
  {
    pipeline: 'reconciliation',
    hour: 3,
    minute: 30,
    zone: MOSCOW,
    parametersAt: (instant) => ({ ...dayBefore(instant), repair: true }),
  },
  { pipeline: 'rebuild-marts', hour: 4, minute: 0, zone: MOSCOW, parametersAt: monthBefore },
  { pipeline: 'retention', hour: 4, minute: 30, zone: MOSCOW, parametersAt: () => ({ dry_run: false }) },
];

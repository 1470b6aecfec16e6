import { DomainError } from '../errors/domain-error';

/** Lengths of the windows that slide over the last hour, in seconds. */
export const LIVE_WINDOWS = { '1m': 60, '5m': 300, '15m': 900, '1h': 3_600 } as const;
export type LiveWindow = keyof typeof LIVE_WINDOWS;

/** How far back any live number looks, in seconds. */
export const LIVE_HORIZON_SECONDS = LIVE_WINDOWS['1h'];
/** Kept and taken beyond the horizon, because no two clocks agree. */
export const LIVE_MARGIN_SECONDS = 60;
/** A session without a sign for longer than this is over, as where sessions are closed. */
export const LIVE_SIGN_SECONDS = 1_800;

export const LIVE_NAMES = [
  ...(['active_users', 'events', 'game_page_views', 'purchases', 'revenue', 'playing_now'] as const),
];
export type LiveName = (typeof LIVE_NAMES)[number];

/** What a ranking may be of, and by what; the first is the default. */
export const LIVE_RANKINGS = {
  game_id: ['page_views', 'revenue', 'players'],
  event_type: ['events'],
} as const;
export type LiveSubject = keyof typeof LIVE_RANKINGS;
export type LiveMeasure = (typeof LIVE_RANKINGS)[LiveSubject][number];

export const LIVE_TOP_LIMIT = 100;

export class LiveQuestionInvalid extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'INVALID_QUERY_PARAMETERS';
  override readonly source: { readonly parameter: string };

  constructor(parameter: string, known: readonly string[]) {
    const names = known.join(', ');
    super({ en: `${parameter} must be one of: ${names}`, ru: `${parameter} – одно из: ${names}` });
    this.source = { parameter };
  }
}

/** Which live numbers are asked for; an impossible question cannot be built. */
export class LiveQuestion {
  private constructor(
    readonly names: readonly LiveName[],
    readonly window: LiveWindow,
  ) {}

  static of(ask: { readonly names?: string; readonly window?: string }): LiveQuestion {
    const names = ask.names === undefined ? LIVE_NAMES : ask.names.split(',').map((name) => name.trim());
    return new LiveQuestion([...new Set(names.map((name) => oneOf('names', LIVE_NAMES, name)))], windowOf(ask.window));
  }
}

/** A ranking over a window: of what, by what, how many. */
export class LiveTopQuestion {
  private constructor(
    readonly of: LiveSubject,
    readonly by: LiveMeasure,
    readonly window: LiveWindow,
    readonly limit: number,
  ) {}

  static of(ask: {
    readonly of?: string;
    readonly by?: string;
    readonly window?: string;
    readonly limit?: number;
  }): LiveTopQuestion {
    const subject = oneOf('of', Object.keys(LIVE_RANKINGS) as LiveSubject[], ask.of ?? 'game_id');
    const measures: readonly LiveMeasure[] = LIVE_RANKINGS[subject];
    const measure = oneOf('by', measures, ask.by ?? measures[0]!);
    return new LiveTopQuestion(subject, measure, windowOf(ask.window), ask.limit ?? 10);
  }

  /** Where people are counted, only groups of at least so many. */
  withoutSmallGroups<T extends { readonly value: number }>(items: readonly T[], fewestPeople = 0): readonly T[] {
    return this.by === 'players' ? items.filter(({ value }) => value >= fewestPeople) : items;
  }
}

const windowOf = (window = '5m'): LiveWindow => oneOf('window', Object.keys(LIVE_WINDOWS) as LiveWindow[], window);

function oneOf<T extends string>(parameter: string, known: readonly T[], value: string): T {
  const found = known.find((each) => each === value);
  if (found === undefined) throw new LiveQuestionInvalid(parameter, known);
  return found;
}

import {
  ERROR_CODES,
  type ErrorBody,
  type ErrorCode,
  type ErrorEnvelope,
  type InTwoLanguages,
} from '@analytics/contracts';

export type Language = 'en' | 'ru';

export interface Problem {
  readonly code: ErrorCode;
  readonly detail: string | InTwoLanguages;
  readonly source?: ErrorBody['source'];
  readonly rule?: string;
}

/** What a failure looks like from outside: one status, one or more problems, and how long to wait if waiting helps. */
export interface Failure {
  readonly status: number;
  readonly problems: readonly [Problem, ...Problem[]];
  readonly retryAfterSeconds?: number;
}

export function envelopeOf(failure: Failure, language: Language): ErrorEnvelope {
  return {
    errors: failure.problems.map(({ code, detail, source, rule }) => ({
      code,
      title: ERROR_CODES[code].title[language],
      detail: typeof detail === 'string' ? detail : detail[language],
      ...(source === undefined ? {} : { source }),
      ...(rule === undefined ? {} : { rule }),
    })),
  };
}

/** The language of titles and details by `Accept-Language`: the one of ours that the caller likes best; English when it says nothing. */
export function languageOf(header: string | undefined): Language {
  if (header === undefined) return 'en';
  const wishes = header
    .slice(0, 256)
    .split(',')
    .map((wish) => /^\s*([a-z]{2})(?:-\w+)*\s*(?:;\s*q=([\d.]+))?\s*$/i.exec(wish))
    .filter((wish) => wish !== null)
    .map(([, tag = '', weight = '1']) => ({ tag: tag.toLowerCase(), weight: Number(weight) }))
    .filter(({ tag, weight }) => (tag === 'ru' || tag === 'en') && weight > 0)
    .sort((one, other) => other.weight - one.weight);
  return wishes[0]?.tag === 'ru' ? 'ru' : 'en';
}

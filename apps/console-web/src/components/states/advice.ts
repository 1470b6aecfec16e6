import { ApiError } from '../../api/api-error';

const ADVICE = {
  unreachable: { title: 'unreachableTitle', advice: 'unreachableAdvice' },
  unavailable: { title: 'unavailableTitle', advice: 'unavailableAdvice' },
  limited: { title: 'limitedTitle', advice: 'limitedAdvice' },
  expensive: { title: 'expensiveTitle', advice: 'expensiveAdvice' },
  timeout: { title: 'timeoutTitle', advice: 'timeoutAdvice' },
  missing: { title: 'missingTitle', advice: 'missingAdvice' },
  other: { title: 'errorTitle', advice: 'errorAdvice' },
} as const;

export type Advice = (typeof ADVICE)[keyof typeof ADVICE];

/** What a person can do about a failure, by its code first and by its status where the code is a special one. */
export function adviceOf(error: Error): Advice {
  if (!(error instanceof ApiError)) return ADVICE.other;
  if (error.status === 0) return ADVICE.unreachable;
  if (error.code === 'QUERY_TOO_EXPENSIVE') return ADVICE.expensive;
  if (error.code === 'QUERY_TIMEOUT' || error.status === 504) return ADVICE.timeout;
  if (error.status === 404) return ADVICE.missing;
  if (error.status === 429) return ADVICE.limited;
  if (error.status === 502 || error.status === 503) return ADVICE.unavailable;
  return ADVICE.other;
}

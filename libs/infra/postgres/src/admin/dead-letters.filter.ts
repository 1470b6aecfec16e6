import type { DeadLetterFilter } from './dead-letters.records';

/** Conditions of a statement and what is bound to them; the first placeholder is `$<from>`. */
export interface Conditions {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The words of a text as the index has them: every one of them must be there. */
export const hasWords = (placeholder: string): string =>
  `words @@ plainto_tsquery('simple', regexp_replace(${placeholder}, '[^[:alnum:]]+', ' ', 'g'))`;

/** What a filter means for rows of `dead_letters`; `true` where it lets everything pass. */
export function deadLetterConditions(filter: DeadLetterFilter, from = 1): Conditions {
  const wanted: [condition: string, value: unknown][] = [
    ['id = ANY(?)', filter.ids],
    ['reason = ?', filter.reason],
    ['event_type = ?', filter.type],
    ['source = ?', filter.source],
    ['stage = ?', filter.stage],
    ['status = ?', filter.status],
    // No record has the empty key, and saying so lets the index of keys be used.
    [`record_key = ANY(?) AND record_key <> ''`, filter.keys],
    ['first_seen_at >= ?', filter.from],
    ['first_seen_at < ?', filter.until],
    [hasWords('?'), filter.text],
  ];
  const given = wanted.filter(([, value]) => value !== undefined);
  const texts = given.map(([condition], index) => condition.replace('?', `$${from + index}`));
  return { text: texts.length === 0 ? 'true' : texts.join(' AND '), values: given.map(([, value]) => value) };
}

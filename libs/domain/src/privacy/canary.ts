import { isUuid } from './uuid';
import { cardsWithin } from './payment-card';

export type Finding = 'email' | 'phone' | 'card';

export interface Redacted {
  readonly text: string;
  readonly found: readonly Finding[];
}

const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
// Not the marks that end an address in running text; everything else may be part of its name.
const EMAIL =
  /(?:[^\s@＠,;:"<>()[\]\\&?]{1,64}|[&?]{1,64})(?:[@＠]|%40)(?:[\p{L}\p{N}-]{1,63}\.){1,8}[\p{L}\p{N}-]{2,63}/giu;
const SPACE = String.raw`[ \u00a0\u2009\u202f]`;
const GAP = String.raw`[ \u00a0\u2009\u202f.\u2010-\u2015-]`;
// Not in the middle of a word, a version or a longer number.
const ALONE = String.raw`(?<![0-9A-Za-z_]|\d[.-])`;
const ENDS = String.raw`(?![0-9A-Za-z]|[.-]\d)`;
const DIGIT_GROUPS = new RegExp(String.raw`(?<![0-9A-Za-z])\d(?:${GAP}?\d){12,}(?![0-9A-Za-z])`, 'g');
const PHONES = [
  // International, with its plus: ten to fifteen digits.
  String.raw`(?<![0-9A-Za-z_])(?:\+|%2B)(?:${GAP}|[()]){0,3}\d(?:(?:${GAP}|[()]){0,3}\d){9,14}(?!\d)`,
  // Russian: 7 or 8, a code of 3, 4, 8 or 9, with or without gaps.
  String.raw`${ALONE}[78](?:${GAP}|\(){0,2}[3489]\d{2}(?:${GAP}|\)){0,2}\d{3}${GAP}?\d{2}${GAP}?\d{2}${ENDS}`,
  // A code in brackets, or the groups of a number as people write them.
  String.raw`${ALONE}\(\d{3,5}\)${GAP}?\d{1,3}${GAP}?\d{2}${GAP}?\d{2}${ENDS}`,
  String.raw`${ALONE}\d{3}(?:${SPACE}|-)\d{3}(?:${SPACE}|-)\d{2}(?:${SPACE}|-)?\d{2}${ENDS}`,
].map((pattern) => new RegExp(pattern, 'gi'));
const FEWEST_DIGITS = 8;
const NOTHING: readonly Finding[] = [];

/**
 * The last check of a text that will be stored: e-mail addresses, phone numbers and numbers of payment cards give way to
 * a marker. Finds what is written as people write it; UUIDs, versions, times and plain numbers stay.
 */
export function redactPersonal(text: string): Redacted {
  if (isUuid(text)) return { text, found: NOTHING };
  const { mail, digits } = glance(text);
  if (!mail && digits < FEWEST_DIGITS) return { text, found: NOTHING };
  const found: Finding[] = [];
  let clean = mail ? marked(text, EMAIL, 'email', found) : text;
  if (digits >= FEWEST_DIGITS) clean = outsideUuids(clean, (part) => withoutNumbers(part, found));
  return { text: clean, found };
}

/** Most texts end here: a pass over the characters costs less than any expression. */
function glance(text: string): { mail: boolean; digits: number } {
  let mail = false;
  let digits = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) digits += 1;
    else if (code === 64 || code === 0xff20) mail = true;
    else if (code === 37 && text.startsWith('%40', i)) mail = true;
  }
  return { mail, digits };
}

function outsideUuids(text: string, clean: (part: string) => string): string {
  let at = 0;
  let result = '';
  for (const match of text.matchAll(UUID)) {
    result += clean(text.slice(at, match.index)) + match[0];
    at = match.index + match[0].length;
  }
  return result + clean(text.slice(at));
}

function withoutNumbers(text: string, found: Finding[]): string {
  const cardless = text.replace(DIGIT_GROUPS, (run) => withoutCards(run, found));
  return PHONES.reduce((rest, phone) => marked(rest, phone, 'phone', found), cardless);
}

function withoutCards(run: string, found: Finding[]): string {
  let at = 0;
  let result = '';
  for (const [from, to] of cardsWithin(run)) {
    found.push('card');
    result += `${run.slice(at, from)}[card]`;
    at = to;
  }
  return result + run.slice(at);
}

function marked(text: string, pattern: RegExp, finding: Finding, found: Finding[]): string {
  return text.replace(pattern, () => {
    found.push(finding);
    return `[${finding}]`;
  });
}

import { SCHEMA_LIMITS } from './schema-keywords';

/** More repetitions than this multiply into a search nobody waits for. */
const OPEN_REPETITIONS = 2;
const SMALL_REPETITIONS = 4;
const SMALL = 8;

interface Group {
  readonly repeats: boolean;
  readonly chooses: boolean;
}

/**
 * Why a pattern may not stand in a schema, if so. A pattern runs on every event, so what can take exponential time is
 * refused: looking around, references back, and a repeated group that repeats or chooses inside.
 */
export function patternProblem(source: string): string | undefined {
  if (source.length > SCHEMA_LIMITS.patternLength) return `must have at most ${SCHEMA_LIMITS.patternLength} characters`;
  try {
    new RegExp(source);
  } catch {
    return 'must be a regular expression';
  }
  if (/\(\?[=!<]|\\[1-9k]/.test(source)) return 'must not look around or refer back';
  const repetitions = repetitionsOf(source);
  if (repetitions === undefined) return 'must not repeat a group that itself repeats or chooses';
  const open = repetitions.filter((most) => most > SMALL).length;
  if (open > OPEN_REPETITIONS) return `must have at most ${OPEN_REPETITIONS} repetitions without a small bound`;
  if (repetitions.length - open > SMALL_REPETITIONS) {
    return `must have at most ${SMALL_REPETITIONS} bounded repetitions`;
  }
  return open > 0 && !source.startsWith('^') ? 'must begin with ^' : undefined;
}

/** Whether the time a pattern takes grows with the text. */
export const needsShortText = (source: string): boolean =>
  (repetitionsOf(source) ?? [Infinity]).some((most) => most > SMALL);

/** The upper bounds of all repetitions of varying length; undefined when a repeated group repeats or chooses inside. */
function repetitionsOf(source: string): number[] | undefined {
  const text = source.replaceAll(/\\./g, 'e').replaceAll(/\[(?:[^\]])*\]/g, 'c');
  const bounds: number[] = [];
  const groups: Group[] = [];
  let closed: Group | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const quantifier = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(text.slice(at));
    const isGroupMark = text[at] === '?' && text[at - 1] === '(';
    if (quantifier !== null && !isGroupMark) {
      const most = mostOf(quantifier);
      if (closed !== undefined && most > 1 && (closed.repeats || closed.chooses)) return undefined;
      if (quantifier[2] !== '' || quantifier[1] === undefined) {
        bounds.push(most);
        mark(groups, { repeats: true });
      }
      at += quantifier[0].length - 1;
      closed = undefined;
      continue;
    }
    closed = undefined;
    if (text[at] === '(') groups.push({ repeats: false, chooses: false });
    else if (text[at] === '|') mark(groups, { chooses: true });
    else if (text[at] === ')') {
      closed = groups.pop();
      if (closed !== undefined) mark(groups, { repeats: closed.repeats, chooses: closed.chooses });
    }
  }
  return bounds;
}

function mostOf([whole, least, comma, most]: RegExpExecArray): number {
  if (least === undefined) return whole.startsWith('?') ? 1 : Infinity;
  if (comma === '') return Number(least);
  return most === '' ? Infinity : Number(most);
}

function mark(groups: Group[], found: Partial<Group>): void {
  const group = groups.pop();
  if (group === undefined) return;
  groups.push({
    ...group,
    repeats: group.repeats || found.repeats === true,
    chooses: group.chooses || found.chooses === true,
  });
}

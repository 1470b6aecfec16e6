/** Which keys one side has and the other has not, in a sentence with the first of them; nothing when they are the same. */
export function differenceOf(invariant, what, expected, found) {
  const missing = [...expected].filter((key) => !found.has(key));
  const extra = [...found].filter((key) => !expected.has(key));
  return [
    ...(missing.length > 0 ? [`${invariant}: ${missing.length} missing in ${what}, first ${missing[0]}`] : []),
    ...(extra.length > 0 ? [`${invariant}: ${extra.length} too many in ${what}, first ${extra[0]}`] : []),
  ];
}

export const unequal = (invariant, what, expected, found) =>
  String(expected) === String(found) ? [] : [`${invariant}: ${what} is ${found}, must be ${expected}`];

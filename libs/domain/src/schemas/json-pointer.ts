/** A member below a JSON pointer. */
export const below = (pointer: string, ...names: readonly (string | number)[]): string =>
  pointer + names.map((name) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

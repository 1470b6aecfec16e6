/** The named texts of an address; what is empty is as if it were not there. */
export const picked =
  <Name extends string>(...names: readonly Name[]) =>
  (given: Readonly<Record<string, unknown>>): Partial<Record<Name, string>> =>
    Object.fromEntries(
      names.flatMap((name) => {
        const text = given[name];
        return typeof text === 'string' && text !== '' ? [[name, text]] : [];
      }),
    ) as Partial<Record<Name, string>>;

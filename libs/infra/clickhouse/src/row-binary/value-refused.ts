/** A value that does not fit its column; the row writer adds the row and the column. Never carries the value. */
export class ValueDoesNotFit extends Error {
  constructor(readonly rule: string) {
    super(rule);
    this.name = 'ValueDoesNotFit';
  }
}

export function refuse(rule: string): never {
  throw new ValueDoesNotFit(rule);
}

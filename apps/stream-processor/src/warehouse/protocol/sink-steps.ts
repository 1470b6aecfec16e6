/** The places in the storing of a range at which a process may die, in their order. */
export type SinkStep =
  | 'decided'
  | 'intended'
  | 'between tables'
  | 'inserted'
  | 'confirmed'
  | 'recovery begun'
  | 'range erased'
  | 'range repaired';

/** Told as each place is passed. Tests put in one that ends the process there; in production it does nothing. */
export class SinkSteps {
  passed(_step: SinkStep): void | Promise<void> {
    // nothing: what happens here is the business of tests
  }
}

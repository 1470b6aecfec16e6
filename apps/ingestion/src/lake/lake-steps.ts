/** The places in the writing of a batch at which a process may die, in their order. */
export type LakeStep = 'pending written' | 'file being put' | 'between files' | 'files put' | 'committed';

/** Told as each place is passed. Tests put in one that ends the process there; in production it does nothing. */
export class LakeSteps {
  passed(_step: LakeStep): void {
    // nothing: what happens here is the business of tests
  }
}

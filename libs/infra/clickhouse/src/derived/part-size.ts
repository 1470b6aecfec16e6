/** Facts a subject has, before anything is known of this load. */
const FIRST_GUESS = 50;

/**
 * How many subjects to take at once. They are as many as have about so many facts together, judged by those before: a device may
 * have ten facts around what was touched or ten thousand, and what is computed in one go keeps the process from everything else.
 */
export class PartSize {
  private factsOfEach = FIRST_GUESS;

  constructor(private readonly limits: { readonly subjects: number; readonly facts: number }) {}

  get subjects(): number {
    const { subjects, facts } = this.limits;
    return Math.max(1, Math.min(subjects, Math.floor(facts / this.factsOfEach)));
  }

  learn(subjects: number, facts: number): void {
    this.factsOfEach = Math.max(1, facts / subjects);
  }
}

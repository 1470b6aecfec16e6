/** Answers worked out before, as many as fit; the one asked for longest ago is forgotten first. */
export class Recent<T> {
  private readonly answers = new Map<string, T>();

  constructor(private readonly size: number) {}

  get(question: string, work: (question: string) => T): T {
    const known = this.answers.get(question);
    if (known !== undefined) {
      this.answers.delete(question);
      this.answers.set(question, known);
      return known;
    }
    const answer = work(question);
    this.answers.set(question, answer);
    if (this.answers.size > this.size) this.answers.delete(this.answers.keys().next().value!);
    return answer;
  }
}

/** What was asked cannot be done; the message is one sentence that says what to do instead. */
export class Refusal extends Error {}

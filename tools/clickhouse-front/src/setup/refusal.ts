/** A reason not to start, written for the person who typed the command. */
export class Refusal extends Error {}

/** A reason not to go on that a person can act upon: one sentence for the terminal, no stack trace, exit code 1. */
export class Refusal extends Error {
  constructor(sentence, { tail } = {}) {
    super(sentence);
    this.name = 'Refusal';
    /** The end of the log that says why, where there is one. */
    this.tail = tail;
  }
}

const NO_SPACE = new Set(['ENOSPC', 'EDQUOT']);

/** Turns what the system said into a sentence; anything not foreseen is returned as it is. */
export function asRefusal(error, where) {
  if (error instanceof Refusal) return error;
  if (NO_SPACE.has(error?.code)) {
    return new Refusal(
      `There is no space left on the disk${error.path ? ` of ${error.path}` : ''}: free some, or choose another place with --data-dir.`,
    );
  }
  if (error?.code === 'EACCES' || error?.code === 'EPERM' || error?.code === 'EROFS') {
    return new Refusal(
      `${error.path ?? where ?? 'A file'} may not be written by this user: choose another place with --data-dir, or give yourself the right.`,
    );
  }
  return error;
}

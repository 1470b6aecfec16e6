/** What scripts decide by. */
export const EXIT = {
  done: 0,
  /** The question was answered, and the answer is no: incompatible, tampered with, unknown, different. */
  no: 1,
  /** The command line is wrong. */
  usage: 2,
  /** The service refused: who asks may not, what is asked for is not there, or the request is not valid. */
  refused: 3,
  /** The service does not answer; the same call may succeed later. */
  unavailable: 4,
};

export class Stop extends Error {
  constructor(exitCode, message) {
    super(message);
    this.exitCode = exitCode;
  }
}

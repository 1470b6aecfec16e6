import { usageOf } from './processes.mjs';

/** What each process of the stack uses while a run lasts. A process that was restarted in between counts from its start. */
export class Stages {
  #pidsOf;
  #known;
  #seen = {};

  /** `pidsOf` is asked each time: a restarted process has another pid. */
  constructor(pidsOf) {
    this.#pidsOf = pidsOf;
    this.look();
  }

  /** Those of before where the stack cannot be asked at this moment. */
  #pids() {
    try {
      this.#known = this.#pidsOf();
    } catch (error) {
      if (this.#known === undefined) throw error;
    }
    return this.#known;
  }

  look() {
    const pids = this.#pids();
    for (const [name, { cpuSeconds, memoryMb }] of Object.entries(usageOf(pids))) {
      const pid = pids[name];
      const seen = (this.#seen[name] ??= { pid, from: cpuSeconds, before: 0, memory: [] });
      if (seen.pid !== pid) Object.assign(seen, { pid, from: 0, before: seen.before + (seen.now ?? 0) - seen.from });
      seen.now = cpuSeconds;
      seen.memory.push(Math.round(memoryMb));
      // A long run forgets every second look: what grows is still seen.
      if (seen.memory.length > 2_000) seen.memory = seen.memory.filter((_, index) => index % 2 === 0);
    }
  }

  /** Seconds of processor time so far, and memory at the start, once warm, in the last tenth and at most, in MB. */
  told() {
    return Object.entries(this.#seen).map(([name, { before, from, now, memory }]) => ({
      name,
      cpuSeconds: before + now - from,
      memoryMb: {
        first: memory[0],
        warm: Math.max(...memory.slice(0, Math.ceil(memory.length / 5))),
        last: Math.max(...memory.slice(-Math.ceil(memory.length / 10))),
        most: Math.max(...memory),
      },
    }));
  }
}

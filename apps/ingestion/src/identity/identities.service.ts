import { DomainError, Unavailable } from '@analytics/domain';
import {
  type Erased,
  type IdentityLink,
  IdentityLinksStore,
  type Subject,
  subjectKey,
  VaultKeys,
  VaultStore,
} from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { Erasures } from './erasures';
import { IdentityConfig } from './identity.config';
import {
  identityFailures,
  identityLookups,
  identityNewNumbers,
  identityResolveSeconds,
  identityRoundFull,
} from './identity.metrics';
import { RememberedNumbers } from './remembered-numbers';

/** Both by `kind:id`; a subject is in exactly one of them. */
export interface Identified {
  readonly numbers: ReadonlyMap<string, number>;
  readonly erased: ReadonlySet<string>;
}

/** A number that stands for "erased" in memory and on the way from the vault; real ones begin at 1. */
const ERASED = 0;

/**
 * People become numbers here. What is in memory is found by keyed hash, so a dump of the process names nobody; the rest is
 * one round trip. While the vault is away everything waits (`Unavailable`): nothing goes on under a name or a made-up number.
 */
@Injectable()
export class Identities {
  private readonly remembered: RememberedNumbers;
  private readonly erasures: Erasures;

  constructor(
    private readonly store: VaultStore,
    private readonly links: IdentityLinksStore,
    private readonly keys: VaultKeys,
    private readonly config: IdentityConfig,
  ) {
    this.remembered = new RememberedNumbers(config.memoryEntries);
    this.erasures = new Erasures(store, this.remembered, config.erasuresFreshMs);
  }

  /** Both answers in one go: a step that refuses the erased and a step that needs the numbers can share it. */
  async identify(subjects: readonly Subject[]): Promise<Identified> {
    await orUnavailable(() => this.erasures.catchUp(performance.now()));
    const numbers = new Map<string, number>();
    const erased = new Set<string>();
    const tell = (name: string, number: number): void => {
      if (number === ERASED) erased.add(name);
      else numbers.set(name, number);
    };
    const unknown = new Map<string, string>();
    for (const name of new Set(subjects.map(subjectKey))) {
      const key = this.keys.lookup(name).toString('latin1');
      const known = this.remembered.get(key);
      if (known === undefined) unknown.set(name, key);
      else tell(name, known);
    }
    identityLookups.inc({ result: 'hit' }, numbers.size + erased.size);
    identityLookups.inc({ result: 'miss' }, unknown.size);
    await this.ask([...unknown], tell);
    return { numbers, erased };
  }

  /** The same without a number being made: who has none yet is in neither answer. */
  async lookUp(subjects: readonly Subject[]): Promise<Identified> {
    const names = [...new Set(subjects.map(subjectKey))];
    const known = await orUnavailable(() => this.store.known(names));
    const numbers = new Map([...known].filter(([, number]) => number !== ERASED));
    return { numbers, erased: new Set(names.filter((name) => known.get(name) === ERASED)) };
  }

  /** What stands for each of them where nobody may be named: the hash that an erasure leaves behind, in base64. */
  standInsOf(subjects: readonly Subject[]): string[] {
    return subjects.map((subject) => this.keys.lookup(subjectKey(subject)).toString('base64'));
  }

  /** The numbers by `kind:id`, new ones for those never seen before; who was erased is left out. */
  async resolve(subjects: readonly Subject[]): Promise<ReadonlyMap<string, number>> {
    return (await this.identify(subjects)).numbers;
  }

  /** Which of them were erased. The others have their numbers afterwards, so asking for those costs no second round trip. */
  async erased(subjects: readonly Subject[]): Promise<ReadonlySet<string>> {
    return (await this.identify(subjects)).erased;
  }

  /** Keeps who used which device and gives back the pairs that are new: those are to be told. A repeat gives back none. */
  link(pairs: readonly IdentityLink[]): Promise<IdentityLink[]> {
    return orUnavailable(() => this.links.link(pairs));
  }

  /** Ends the link of a pair that turned out to be wrong; its history stays. */
  unlink(pair: Pick<IdentityLink, 'deviceNo' | 'userNo' | 'at'>): Promise<boolean> {
    return orUnavailable(() => this.links.unlink(pair));
  }

  /** For good; other processes follow within `INGESTION_ERASURES_FRESH_MS`. */
  async erase(subject: Subject): Promise<Erased> {
    const name = subjectKey(subject);
    const gone = await orUnavailable(() => this.store.erase(name));
    this.remembered.put(this.keys.lookup(name).toString('latin1'), ERASED);
    this.erasures.seen += 1;
    return gone;
  }

  private async ask(unknown: readonly [string, string][], tell: (name: string, number: number) => void): Promise<void> {
    const { roundSize } = this.config;
    if (unknown.length > roundSize) identityRoundFull.inc();
    for (let from = 0; from < unknown.length; from += roundSize) {
      const round = unknown.slice(from, from + roundSize);
      const erasuresBefore = this.erasures.seen;
      const answered = identityResolveSeconds.startTimer();
      const { numbers, made } = await orUnavailable(() => this.store.resolve(round.map(([name]) => name)));
      answered();
      identityNewNumbers.inc(made);
      const isCurrent = this.erasures.seen === erasuresBefore;
      round.forEach(([name, key], at) => {
        const number = numbers[at] as number;
        tell(name, number);
        if (isCurrent) this.remembered.put(key, number);
      });
    }
  }
}

/** Whatever the reason is (server away, lock busy, key missing): the same call may succeed later, and the events wait for it. */
async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind !== 'unavailable') throw error;
    identityFailures.inc();
    throw new Unavailable('the identity vault', error.retryAfterSeconds, { cause: error });
  }
}

import { type LastKnown, LastKnownStore } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { IntakeConfig } from '../intake.config';
import type { Identified } from '../steps/identified-event';
import type { Surroundings } from './surroundings';

type Found = Identified & { readonly surroundings: Surroundings };

interface Remembered {
  readonly known: LastKnown;
  readonly readAt: number;
}

/**
 * Where accounts were last seen. An account's events may pass several workers, so what this one remembers is read again after a
 * while; what it decided once stays with the event.
 */
@Injectable()
export class LastPlaces {
  private readonly memory = new Map<number, Remembered>();

  constructor(
    private readonly store: LastKnownStore,
    private readonly config: IntakeConfig,
  ) {}

  /** One round trip for the accounts of a batch that are not remembered. */
  async of(events: readonly Found[], now: number = Date.now()): Promise<BatchPlaces> {
    const people = new Set<number>();
    for (const { userNo } of events) if (userNo !== null) people.add(userNo);
    const known = new Map<number, LastKnown>();
    for (const userNo of people) {
      const remembered = this.memory.get(userNo);
      if (remembered !== undefined && now - remembered.readAt < this.config.lastKnownMs) {
        known.set(userNo, remembered.known);
      }
    }
    const unknown = [...people].filter((userNo) => !known.has(userNo));
    const read = new Map((await this.store.read(unknown)).map((found) => [found.userNo, found]));
    for (const userNo of unknown) {
      known.set(userNo, read.get(userNo) ?? { userNo });
      this.remember({ known: known.get(userNo)!, readAt: now });
    }
    return new BatchPlaces(known);
  }

  /** Kept before the events go on: what could not be kept is decided again with them. */
  async keep({ changed }: BatchPlaces): Promise<void> {
    await this.store.write(changed);
    for (const known of changed) {
      const readAt = this.memory.get(known.userNo)?.readAt;
      if (readAt !== undefined) this.remember({ known, readAt });
    }
  }

  private remember(entry: Remembered): void {
    this.memory.delete(entry.known.userNo);
    this.memory.set(entry.known.userNo, entry);
    while (this.memory.size > this.config.lastKnownAccounts) this.memory.delete(this.memory.keys().next().value!);
  }
}

type Draft = { -readonly [field in keyof LastKnown]: LastKnown[field] };

/** The places of one batch's accounts, as its events say and use them in their order. */
export class BatchPlaces {
  private readonly touched = new Set<number>();
  /** Written over event by event; what was given stays as it was until it is kept. */
  private readonly drafts = new Map<number, Draft>();

  constructor(private readonly known: ReadonlyMap<number, LastKnown>) {}

  get changed(): LastKnown[] {
    return [...this.touched].map((userNo) => this.drafts.get(userNo)!);
  }

  /** What the event says is kept for later ones; what it lacks is what its account was last seen with. */
  completed({ userNo, effectiveAt, surroundings }: Found): Surroundings {
    if (userNo === null || surroundings.is_bot) return surroundings;
    const draft = this.draftOf(userNo);
    const country = this.seen(draft, 'country', surroundings.country, effectiveAt);
    const platform = this.seen(draft, 'platform', surroundings.platform, effectiveAt);
    if (country === surroundings.country && platform === surroundings.platform) return surroundings;
    const { device_family, os_family, browser_family, is_bot, is_staff } = surroundings;
    return { country, platform, device_family, os_family, browser_family, is_bot, is_staff };
  }

  private seen(draft: Draft, field: 'country' | 'platform', value: string | null, at: Date): string | null {
    const before = draft[field];
    if (value === null) return before?.value ?? null;
    if (at.getTime() >= (before?.at.getTime() ?? 0)) {
      if (before?.value !== value) this.touched.add(draft.userNo);
      draft[field] = { value, at };
    }
    return value;
  }

  private draftOf(userNo: number): Draft {
    const known = this.drafts.get(userNo);
    if (known !== undefined) return known;
    const draft = { ...this.known.get(userNo)! };
    this.drafts.set(userNo, draft);
    return draft;
  }
}

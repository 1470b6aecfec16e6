import { patchCovers } from '@analytics/domain';
import { DeadLettersStore, ReplaysStore, SchemaRegistryStore } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { LetterPayloads } from '../dead-letters/payload/letter-payloads';
import { ShownPayloads } from '../dead-letters/payload/shown-payloads';
import type { Offer, PreviewedRecord } from './replays.service';
import { ReplaysService } from './replays.service';
import { patchOf } from './work/prepared-records';
import { preparedLetter } from './work/replayed-letter';

const PREVIEWED = 20;
const OFFERED = 100;

/** What helps to decide: how records look before and after a patch, and which could come in by now. */
@Injectable()
export class ReplayInsight {
  constructor(
    private readonly replays: ReplaysService,
    private readonly store: ReplaysStore,
    private readonly letters: DeadLettersStore,
    private readonly payloads: LetterPayloads,
    private readonly shown: ShownPayloads,
  ) {}

  /** The first records of a replay, personal data masked. */
  async preview(id: string): Promise<PreviewedRecord[]> {
    const patch = patchOf((await this.replays.find(id)).replay);
    const records = await this.store.firstRecords(id, PREVIEWED);
    return Promise.all(records.map((record) => this.previewed(record, patch)));
  }

  private async previewed(id: string, patch: ReturnType<typeof patchOf>): Promise<PreviewedRecord> {
    const item = await this.letters.find(id);
    const [content] = await this.letters.contents([id]);
    if (item === undefined || content === undefined) return { id, skipped: 'NOT_OPEN', before: null, after: null };
    const letter = await this.payloads.open(content);
    const prepared = preparedLetter(letter, patch);
    // What was at fault may be anything, until the patch writes it anew.
    const mended = item.pointer !== null && patch !== undefined && patchCovers(patch, item.pointer);
    return {
      id,
      skipped: prepared.ok ? null : prepared.skip,
      before: await this.shown.masked(item, letter),
      after: prepared.ok ? await this.shown.masked(mended ? { ...item, pointer: null } : item, prepared.letter) : null,
    };
  }
}

/** Types that were unknown when their events came, and are not any more. */
@Injectable()
export class ReplayOffers {
  constructor(
    private readonly store: ReplaysStore,
    private readonly registry: SchemaRegistryStore,
  ) {}

  async list(): Promise<Offer[]> {
    const parked = await this.store.openTypes('SCHEMA_UNKNOWN', OFFERED);
    if (parked.length === 0) return [];
    const registered = new Set((await this.registry.list()).map(({ type }) => type));
    return parked.filter(({ type }) => registered.has(type));
  }
}

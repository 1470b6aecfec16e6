import { DeviceClocks, passed, type Subject } from '@analytics/domain';
import type { Received } from '@analytics/infra-kafka';
import { Injectable } from '@nestjs/common';
import { EventValidators } from '../checks/event-validators';
import { IngestionConfig } from '../config';
import type { Identified as People } from '../identity/identities.service';
import type { BatchPlaces } from './enrich/last-places';
import { type Surroundings, SurroundingsReader } from './enrich/surroundings';
import { IntakeFlow } from './intake-flow';
import { type Clean, cleanEvent, type Enriched } from './steps/clean-event';
import { decodeEvent, readRecord } from './steps/decode';
import { type Identified, identifiedEvent, notErased } from './steps/identified-event';
import { knownEvent } from './steps/known-event';
import { type EventBounds, timedEvent } from './steps/timed-event';

export type CleanRecord = Clean & { readonly record: Received };

/** Whether the batch counts and is remembered, or is only looked at. */
export interface StepsMode {
  readonly identify: (subjects: readonly Subject[]) => Promise<People>;
  readonly rehearsal: boolean;
}

export interface Stepped {
  readonly identified: readonly Identified[];
  readonly places: BatchPlaces;
  readonly clean: IntakeFlow<CleanRecord>;
}

/** The steps every record goes through, and nothing that follows from them: nothing is written here. */
@Injectable()
export class IntakeSteps {
  private readonly clocks: DeviceClocks;
  private readonly bounds: EventBounds;

  constructor(
    private readonly validators: EventValidators,
    private readonly surroundings: SurroundingsReader,
    config: IngestionConfig,
  ) {
    this.clocks = new DeviceClocks({
      toleranceMs: config.intake.clockToleranceMs,
      devices: config.intake.clockDevices,
    });
    const { timeAheadMs: aheadMs, timeBehindMs: behindMs, imports } = config;
    this.bounds = { live: { aheadMs, behindMs }, imported: { aheadMs, behindMs: imports.timeBehindMs } };
  }

  async go(batch: readonly Received[], { identify, rehearsal }: StepsMode): Promise<Stepped> {
    const clocks = rehearsal ? this.clocks.glance() : this.clocks;
    const timely = IntakeFlow.of(batch)
      .step('ingest', 'read', (_, record) => readRecord(record))
      .step('ingest', 'decode', (read, record) => decodeEvent(read, record))
      .step('validate', 'schema', (decoded) => knownEvent(this.validators, decoded, !rehearsal))
      .step('validate', 'time', (known) => timedEvent(clocks, this.bounds, known));
    const named: Subject[] = [];
    for (const { subjects } of timely.values) for (const subject of subjects) named.push(subject);
    const people = await identify(named);
    const identified = timely
      .step('validate', 'subject', (timed) => notErased(people, timed))
      .step('validate', 'identity', (timed) => identifiedEvent(people, timed));
    const found = identified.step('enrich', 'enrich', (event) => passed(within(event, this.surroundings.of(event))));
    const places = await this.surroundings.lastPlaces.of(found.values);
    const clean = found
      .step('enrich', 'last place', (event) => passed(within(event, places.completed(event))))
      .step('enrich', 'scrub', (event, record) => {
        const scrubbed = cleanEvent(event);
        return scrubbed.ok ? passed({ event: scrubbed.value.event, report: scrubbed.value.report, record }) : scrubbed;
      });
    return { identified: identified.values, places, clean };
  }
}

/** Added to the event itself, see `timedEvent`. */
function within(event: Identified, surroundings: Surroundings): Enriched {
  const enriched = event as { -readonly [fact in keyof Enriched]: Enriched[fact] };
  enriched.surroundings = surroundings;
  return enriched;
}

import { DeviceClocks, passed } from '@analytics/domain';
import { KafkaPort, type Outcome, type Received } from '@analytics/infra-kafka';
import { Injectable } from '@nestjs/common';
import { EventValidators } from '../checks/event-validators';
import { IngestionConfig } from '../config';
import { Identities } from '../identity/identities.service';
import { SurroundingsReader } from './enrich/surroundings';
import { IntakeFlow } from './intake-flow';
import { countReport, validatedEvents } from './intake.metrics';
import { type Clean, cleanEvent } from './steps/clean-event';
import { decodeEvent, readRecord } from './steps/decode';
import { identifiedEvent, linksOf, notErased } from './steps/identified-event';
import { knownEvent } from './steps/known-event';
import { type EventBounds, timedEvent } from './steps/timed-event';
import { validatedRecord } from './steps/validated-record';

/** From a record of any source to a clean event: decode → schema → time → subject → identity → enrich → scrub → out. */
@Injectable()
export class IntakeService {
  private readonly clocks: DeviceClocks;
  private readonly bounds: EventBounds;

  constructor(
    private readonly validators: EventValidators,
    private readonly identities: Identities,
    private readonly surroundings: SurroundingsReader,
    private readonly kafka: KafkaPort,
    config: IngestionConfig,
  ) {
    this.clocks = new DeviceClocks({
      toleranceMs: config.intake.clockToleranceMs,
      devices: config.intake.clockDevices,
    });
    const { timeAheadMs: aheadMs, timeBehindMs: behindMs, imports } = config;
    this.bounds = { live: { aheadMs, behindMs }, imported: { aheadMs, behindMs: imports.timeBehindMs } };
  }

  /**
   * A refused event is said to be so and stops nobody; a store that is away stops the batch, and nothing of it is written.
   * A repeat is harmless: the copy of an event has its identity and meets it in the same partition downstream.
   */
  async takeIn(batch: readonly Received[]): Promise<Outcome[]> {
    const timely = IntakeFlow.of(batch)
      .step('ingest', 'read', (_, record) => readRecord(record))
      .step('ingest', 'decode', (read, record) => decodeEvent(read, record))
      .step('validate', 'schema', (decoded) => knownEvent(this.validators, decoded))
      .step('validate', 'time', (known) => timedEvent(this.clocks, this.bounds, known));
    const people = await this.identities.identify(timely.values.flatMap(({ subjects }) => subjects));
    const identified = timely
      .step('validate', 'subject', (timed) => notErased(people, timed))
      .step('validate', 'identity', (timed) => identifiedEvent(people, timed));
    const found = identified.step('enrich', 'enrich', (event) =>
      passed({ ...event, surroundings: this.surroundings.of(event) }),
    );
    const places = await this.surroundings.lastPlaces.of(found.values);
    const clean = found
      .step('enrich', 'last place', (event) => passed({ ...event, surroundings: places.completed(event) }))
      .step('enrich', 'scrub', (event, record) => {
        const scrubbed = cleanEvent(event);
        return scrubbed.ok ? passed({ ...scrubbed.value, record }) : scrubbed;
      });
    const outcomes = clean.outcomes();
    const links = linksOf(identified.values);
    if (links.length > 0) await this.identities.link(links);
    await this.surroundings.lastPlaces.keep(places);
    await this.out(clean.values);
    return outcomes;
  }

  private async out(clean: readonly (Clean & { readonly record: Received })[]): Promise<void> {
    if (clean.length === 0) return;
    await this.kafka.send(clean.map(({ event, record }) => validatedRecord(event, record)));
    for (const { event, report } of clean) {
      validatedEvents.inc({ type: event.type });
      countReport(event.type, report);
    }
  }
}

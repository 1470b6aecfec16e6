import { KafkaPort, type Outcome, type Received } from '@analytics/infra-kafka';
import { Injectable } from '@nestjs/common';
import { Identities } from '../identity/identities.service';
import { LastPlaces } from './enrich/last-places';
import { countReport, validatedEvents } from './intake.metrics';
import { type CleanRecord, IntakeSteps, type StepsMode } from './intake-steps';
import { RefusedPeople } from './refused-people';
import { linksOf } from './steps/identified-event';
import { validatedRecord } from './steps/validated-record';

/** From a record of any source to a clean event: decode → schema → time → subject → identity → enrich → scrub → out. */
@Injectable()
export class IntakeService {
  private readonly inEarnest: StepsMode;
  private readonly rehearsal: StepsMode;

  constructor(
    private readonly steps: IntakeSteps,
    private readonly identities: Identities,
    private readonly lastPlaces: LastPlaces,
    private readonly refused: RefusedPeople,
    private readonly kafka: KafkaPort,
  ) {
    this.inEarnest = { identify: (subjects) => identities.identify(subjects), rehearsal: false };
    this.rehearsal = { identify: (subjects) => identities.lookUp(subjects), rehearsal: true };
  }

  /**
   * A refused event is said to be so and stops nobody; a store that is away stops the batch, and nothing of it is written.
   * A repeat is harmless: the copy of an event has its identity and meets it in the same partition downstream.
   */
  async takeIn(batch: readonly Received[]): Promise<Outcome[]> {
    const { identified, places, clean } = await this.steps.go(batch, this.inEarnest);
    const outcomes = await this.refused.named(batch, clean.outcomes());
    const links = linksOf(identified);
    if (links.length > 0) await this.identities.link(links);
    await this.lastPlaces.keep(places);
    await this.out(clean.values);
    return outcomes;
  }

  /** What `takeIn` would say of each record; nothing is written, counted or remembered. */
  async rehearse(batch: readonly Received[]): Promise<readonly Outcome[]> {
    return (await this.steps.go(batch, this.rehearsal)).clean.verdicts;
  }

  private async out(clean: readonly CleanRecord[]): Promise<void> {
    if (clean.length === 0) return;
    const records = clean.map(({ event, record }) => validatedRecord(event, record));
    await this.kafka.send(records, { patient: true });
    const types = new Map<string, number>();
    for (const { event, report } of clean) {
      types.set(event.type, (types.get(event.type) ?? 0) + 1);
      countReport(event.type, report);
    }
    for (const [type, count] of types) validatedEvents.inc({ type }, count);
  }
}

import {
  canonicalJson,
  changedOwnMetric,
  isBuiltIn,
  MetricNotFound,
  type OwnMetric,
  parseOwnMetric,
} from '@analytics/domain';
import {
  AuditLog,
  type MetricDefinitionChange,
  MetricDefinitionsStore,
  Postgres,
  type StoredMetric,
} from '@analytics/infra-postgres';
import { type Principal, type RepeatableRequest, RequestKeyTaken } from '@analytics/service-kit';
import { Injectable } from '@nestjs/common';
import { BuiltInMetric, MetricArchived, MetricNameTaken, NotYourMetric, TooManyMetrics } from './definition-errors';
import { DefinitionsConfig } from './definitions.config';
import { MetricCatalogue } from './metric-catalogue';

type Actor = Pick<Principal, 'subject' | 'roles'>;

interface Done {
  readonly stored: StoredMetric;
  readonly action: 'metric.create' | 'metric.change';
  readonly before?: OwnMetric;
}

/** Changes of own metrics; each is one transaction with its record in the audit. */
@Injectable()
export class DefinitionsService {
  private readonly store: MetricDefinitionsStore;

  constructor(
    postgres: Postgres,
    private readonly audit: AuditLog,
    private readonly catalogue: MetricCatalogue,
    private readonly config: DefinitionsConfig,
  ) {
    this.store = new MetricDefinitionsStore(postgres);
  }

  async create(body: unknown, who: Actor, request?: RepeatableRequest): Promise<StoredMetric> {
    const definition = parseOwnMetric(body);
    return this.once(who, request, async (change) => {
      if ((await change.find(definition.name)) !== undefined) throw new MetricNameTaken();
      const { own, all } = await change.count(who.subject);
      if (own >= this.config.perOwner) throw new TooManyMetrics(this.config.perOwner, 'metrics of one person');
      if (all >= this.config.most) throw new TooManyMetrics(this.config.most, 'metrics in all');
      return { stored: await change.create(definition, who.subject), action: 'metric.create' };
    });
  }

  /** The next version; a change that changes nothing makes none. */
  async change(name: string, body: unknown, who: Actor, request?: RepeatableRequest): Promise<StoredMetric> {
    if (isBuiltIn(name)) throw new BuiltInMetric();
    return this.once(who, request, async (change) => {
      const before = await this.changeable(change, name, who);
      if (before.archivedAt !== null) throw new MetricArchived();
      const definition = changedOwnMetric(before.definition, body);
      const done = { action: 'metric.change', before: before.definition } as const;
      if (same(definition, before.definition)) return { stored: before, ...done };
      if (before.version >= this.config.versions) {
        throw new TooManyMetrics(this.config.versions, 'versions of one metric');
      }
      return { stored: await change.next(definition, before.version + 1, who.subject), ...done };
    });
  }

  /** A repeat changes nothing. */
  async archive(name: string, who: Actor): Promise<StoredMetric> {
    if (isBuiltIn(name)) throw new BuiltInMetric();
    const archived = await this.store.change(async (change, tx) => {
      const before = await this.changeable(change, name, who);
      if (before.archivedAt !== null) return before;
      await change.archive(name);
      await this.audit.record({ actor: who.subject, action: 'metric.archive', object: name, result: 'done' }, tx);
      return (await change.find(name)) ?? before;
    });
    await this.catalogue.changed();
    return archived;
  }

  private async changeable(change: MetricDefinitionChange, name: string, who: Actor): Promise<StoredMetric> {
    const found = await change.find(name);
    if (found === undefined) throw new MetricNotFound();
    if (found.owner !== who.subject && !who.roles.includes('platform_admin')) throw new NotYourMetric();
    return found;
  }

  /** Does it, unless the same request was done before: then tells what came of it. */
  private async once(
    { subject }: Actor,
    request: RepeatableRequest | undefined,
    work: (change: MetricDefinitionChange) => Promise<Done>,
  ): Promise<StoredMetric> {
    const stored = await this.store.change(async (change, tx) => {
      const known = request && (await change.requested(subject, request.key));
      if (known !== undefined) {
        if (known.hash !== request?.hash) throw new RequestKeyTaken();
        const found = await change.version(known.name, known.version);
        if (found !== undefined) return found;
      }
      const done = await work(change);
      if (request !== undefined) await change.remember(subject, request, done.stored);
      const { definition, version } = done.stored;
      await this.audit.record(
        {
          actor: subject,
          action: done.action,
          object: definition.name,
          before: done.before,
          after: { version, ...definition },
          result: 'done',
        },
        tx,
      );
      return done.stored;
    });
    await this.catalogue.changed();
    return stored;
  }
}

/** PostgreSQL keeps members in an order of its own. */
const same = (one: OwnMetric, other: OwnMetric): boolean => canonicalJson(one) === canonicalJson(other);

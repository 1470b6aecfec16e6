import {
  isBuiltIn,
  MetricDefinitionNotFound,
  type MetricDefinition,
  metricNamed,
  MetricNotFound,
  METRICS,
  toMetric,
} from '@analytics/domain';
import { MetricDefinitionsStore, Postgres, type StoredMetric } from '@analytics/infra-postgres';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DefinitionsConfig } from './definitions.config';
import { refreshFailures } from './definitions.metrics';

/** A metric with where its definition stands, where it is no metric of the product. */
export interface KnownMetric {
  readonly metric: MetricDefinition;
  readonly own?: StoredMetric;
}

const NAME = /^[a-z][a-z0-9_]{2,63}$/;
/** Old versions that are kept at hand; they never change. */
const OLD_VERSIONS = 500;

/**
 * Every metric there is. Those people defined are held in memory and looked after for changes by other processes; while
 * PostgreSQL is away they are what they were last, and those of the product do not need it at all.
 */
@Injectable()
export class MetricCatalogue implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(MetricCatalogue.name);
  private readonly store: MetricDefinitionsStore;
  private readonly oldVersions = new Map<string, KnownMetric>();
  private own: ReadonlyMap<string, KnownMetric> | undefined;
  private seen: string | undefined;
  private reading: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    postgres: Postgres,
    private readonly config: DefinitionsConfig,
  ) {
    this.store = new MetricDefinitionsStore(postgres);
  }

  onModuleInit(): void {
    const look = () => void this.refresh().catch(() => refreshFailures.inc());
    this.timer = setInterval(look, this.config.refreshMs);
    look();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Without a version the newest; a version that was told once is the same for ever. */
  async find(name: string, version?: number): Promise<KnownMetric> {
    if (isBuiltIn(name)) return ofVersion({ metric: metricNamed(name) }, version);
    if (!NAME.test(name)) throw new MetricNotFound();
    if (this.own === undefined) await this.refresh();
    const found = this.own?.get(name);
    if (found === undefined) throw new MetricNotFound();
    if (version === undefined || version === found.metric.version) return found;
    const old = await this.oldVersion(name, version);
    // Archived is the definition, with all of its versions.
    return { ...old, own: { ...old.own!, archivedAt: found.own!.archivedAt } };
  }

  /** The product's own first, then those people defined by their names. */
  async list(): Promise<readonly KnownMetric[]> {
    const own =
      this.own ??
      (await this.refresh().then(
        () => this.own,
        () => undefined,
      ));
    return [...METRICS.map((metric) => ({ metric })), ...(own?.values() ?? [])];
  }

  /** Reads what changed; calls at once share one reading. */
  refresh(): Promise<void> {
    this.reading ??= this.read().finally(() => (this.reading = undefined));
    return this.reading;
  }

  /** After a change of this process's own: a reading that began before it does not count. */
  async changed(): Promise<void> {
    await this.reading?.catch(() => undefined);
    await this.refresh();
  }

  private async read(): Promise<void> {
    const last = await this.store.lastChange();
    if (last === this.seen) return;
    const stored = await this.store.newest();
    this.own = new Map(stored.flatMap((one) => this.known(one).map((known) => [known.metric.name, known] as const)));
    this.seen = last;
  }

  /** Nothing where a newer version of the product wrote what this one does not understand. */
  private known(own: StoredMetric): KnownMetric[] {
    try {
      return [{ metric: toMetric(own.definition, own.version), own }];
    } catch (error) {
      this.logger.error({ msg: 'metric definition not understood', name: own.definition.name, err: error });
      return [];
    }
  }

  private async oldVersion(name: string, version: number): Promise<KnownMetric> {
    const key = `${name} ${version}`;
    const kept = this.oldVersions.get(key);
    if (kept !== undefined) return kept;
    const stored = await this.store.version(name, version);
    const [found] = stored === undefined ? [] : this.known(stored);
    if (found === undefined) throw noSuchVersion();
    if (this.oldVersions.size >= OLD_VERSIONS) this.oldVersions.clear();
    this.oldVersions.set(key, found);
    return found;
  }
}

function ofVersion(known: KnownMetric, version: number | undefined): KnownMetric {
  if (version !== undefined && version !== known.metric.version) throw noSuchVersion();
  return known;
}

const noSuchVersion = () => new MetricDefinitionNotFound('the metric has no such version');

/**
 * Whether a developer may know of a metric. Those of others with games or developers in their conditions would tell which
 * games there are, so that they are as if not there.
 */
export const isForDevelopers = ({ own }: KnownMetric): boolean =>
  own === undefined ||
  own.definition.filters.every(({ dimension }) => dimension !== 'game_id' && dimension !== 'developer_id');

import { Postgres, ToleratedViolationsStore, UnknownPropertiesStore } from '@analytics/infra-postgres';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { RegistryConfig } from './registry.config';
import { NAMES_PER_TYPE, PLACES_PER_TYPE, SchemaCounts } from './schema-counts';

const KEPT_MS = 90 * 86_400_000;
const NAMES = { namesPerType: 2 * NAMES_PER_TYPE, keptMs: KEPT_MS };
const PLACES = { placesPerType: 2 * PLACES_PER_TYPE, keptMs: KEPT_MS };

/** Writes down every few seconds what events and schemas have against each other. Who dies forgets those seconds. */
@Injectable()
export class SchemaCountsWriter implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(SchemaCountsWriter.name);
  private readonly properties: UnknownPropertiesStore;
  private readonly violations: ToleratedViolationsStore;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    postgres: Postgres,
    private readonly counts: SchemaCounts,
    private readonly config: RegistryConfig,
  ) {
    this.properties = new UnknownPropertiesStore(postgres);
    this.violations = new ToleratedViolationsStore(postgres);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.writing = this.writing.then(() => this.write());
    }, this.config.countsMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.writing;
    await this.write();
  }

  private async write(): Promise<void> {
    await this.writeDown(this.counts.takeUnknown(), {
      add: (counts) => this.properties.add(counts, NAMES),
      giveBack: (counts) => this.counts.giveBackUnknown(counts),
      later: 'properties nobody described are counted later',
    });
    await this.writeDown(this.counts.takeViolations(), {
      add: (counts) => this.violations.add(counts, PLACES),
      giveBack: (counts) => this.counts.giveBackViolations(counts),
      later: 'rules that accepted events break are counted later',
    });
  }

  private async writeDown<Count>(counts: readonly Count[], { add, giveBack, later }: Kept<Count>): Promise<void> {
    if (counts.length === 0) return;
    try {
      await add(counts);
    } catch (error) {
      giveBack(counts);
      this.logger.warn({ msg: later, err: error });
    }
  }
}

/** Where counts go, and where they wait when they cannot. */
interface Kept<Count> {
  readonly add: (counts: readonly Count[]) => Promise<void>;
  readonly giveBack: (counts: readonly Count[]) => void;
  readonly later: string;
}

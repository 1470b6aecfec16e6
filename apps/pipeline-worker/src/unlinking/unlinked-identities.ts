import { ClickHouse, DerivedFacts } from '@analytics/infra-clickhouse';
import { PipelineRunsStore } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { UNLINK_IDENTITY, type Unlinking } from './unlink-identity.parameters';

/** Accounts that were taken off devices. The log of runs keeps each for good: an empty warehouse learns them from it again. */
@Injectable()
export class UnlinkedIdentities {
  private readonly derived: DerivedFacts;

  constructor(
    clickhouse: ClickHouse,
    private readonly runs: PipelineRunsStore,
  ) {
    this.derived = new DerivedFacts(clickhouse);
  }

  unlink({ device_no: device, user_no: user, at }: Unlinking): Promise<void> {
    return this.derived.unlink(device, user, new Date(at));
  }

  /** Says how many there were; a repeat changes nothing. */
  async restore(signal: AbortSignal): Promise<number> {
    const done = await this.runs.succeededWith<Unlinking>(UNLINK_IDENTITY);
    for (const unlinking of done) {
      signal.throwIfAborted();
      await this.unlink(unlinking);
    }
    return done.length;
  }
}

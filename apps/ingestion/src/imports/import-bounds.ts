import type { TimeBounds } from '@analytics/domain';
import { Injectable } from '@nestjs/common';
import { IngestionConfig } from '../config';
import type { ImportsConfig } from './imports.config';

/** How far an import may go. */
@Injectable()
export class ImportBounds {
  readonly config: ImportsConfig;
  readonly time: TimeBounds;

  constructor({ imports, timeAheadMs }: IngestionConfig) {
    this.config = imports;
    this.time = { aheadMs: timeAheadMs, behindMs: imports.timeBehindMs };
  }
}

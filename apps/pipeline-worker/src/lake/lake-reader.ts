import type { ValidatedEvent } from '@analytics/contracts';
import {
  type ComparedRow,
  eventOfLake,
  lakeEvents,
  lakeIdentities,
  type LakeSource,
  type Lineage,
  lineageOfLake,
} from '@analytics/domain';
import { ClickHouse } from '@analytics/infra-clickhouse';
import { S3Config } from '@analytics/infra-s3';
import { Injectable } from '@nestjs/common';
import { LakeReaderConfig } from './lake.config';

/** An event of the lake and the record it was. */
export interface LakeEvent {
  readonly event: ValidatedEvent;
  readonly lineage: Lineage;
}

/** Files of one question to the warehouse. */
const FILES_AT_A_TIME = 64;

/** Source and id as one text: neither can hold the sign between them. */
export const identityOf = ({ source, id }: { readonly source: string; readonly id: string }): string =>
  `${source}\u0000${id}`;

/** Reads files of the lake through the warehouse, which knows Parquet and is beside the data. */
@Injectable()
export class LakeReader {
  private readonly source: LakeSource;

  constructor(
    private readonly clickhouse: ClickHouse,
    config: LakeReaderConfig,
    { endpoint, lakeBucket, accessKeyId, secretAccessKey }: S3Config,
  ) {
    this.source = { bucketUrl: `${config.endpoint ?? endpoint}/${lakeBucket}`, accessKeyId, secretAccessKey };
  }

  /** The events of some files; of all offsets, or of these. */
  async *events(keys: readonly string[], signal: AbortSignal, offsets?: readonly bigint[]): AsyncGenerator<LakeEvent> {
    for (const part of inParts(keys)) {
      const rows = this.clickhouse.stream(lakeEvents(this.source, part, offsets), { outside: true, signal });
      for await (const row of rows) yield { event: eventOfLake(row), lineage: lineageOfLake(row) };
    }
  }

  /** The same in one question, so that the order holds over all files; for as many as a few batches have. */
  async *inOrder(keys: readonly string[], signal: AbortSignal): AsyncGenerator<LakeEvent> {
    if (keys.length === 0) return;
    const rows = this.clickhouse.stream(lakeEvents(this.source, keys), { outside: true, signal });
    for await (const row of rows) yield { event: eventOfLake(row), lineage: lineageOfLake(row) };
  }

  async identities(keys: readonly string[], signal: AbortSignal): Promise<ComparedRow[]> {
    const found: ComparedRow[] = [];
    for (const part of inParts(keys)) {
      for await (const row of this.clickhouse.stream(lakeIdentities(this.source, part), { outside: true, signal })) {
        found.push({ offset: BigInt(row._ko), hash: BigInt(row._hash), identity: identityOf(row) });
      }
    }
    return found;
  }
}

const inParts = (keys: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(keys.length / FILES_AT_A_TIME) }, (_, part) =>
    keys.slice(part * FILES_AT_A_TIME, (part + 1) * FILES_AT_A_TIME),
  );

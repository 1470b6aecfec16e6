import { DomainError } from '../errors/domain-error';
import type { LakePlace } from './lake-key';

/** A file of a batch as the copy of the manifest names it. */
export interface LakeFileCopy {
  readonly eventType: string;
  readonly hour: Date;
  readonly key: string;
  readonly rows: number;
  readonly xor: bigint;
  readonly sha256: string;
  readonly bytes: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** What the manifest says of a committed batch. */
export interface LakeBatchCopy extends LakePlace {
  readonly rows: number;
  readonly xor: bigint;
  readonly xformVersion: string;
  readonly openedAt: Date;
  readonly committedAt: Date;
  readonly files: readonly LakeFileCopy[];
}

/** A text that should say what the manifest says of a batch and does not. */
export class ManifestCopyBroken extends DomainError {
  readonly kind = 'refused';
  readonly code = 'CONFLICT';

  constructor(key: string, problem: string) {
    super(`the copy of the manifest at ${key} ${problem}`);
  }
}

const FORMAT = 1;

/** What the manifest says of a batch, as text: all that is needed to write its rows again. */
export const lakeManifestText = (batch: LakeBatchCopy): string =>
  `${JSON.stringify({ format: FORMAT, ...batch, id: undefined }, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value), 1)}\n`;

/** Reads it back; every value is looked at, for on this rests what of the lake counts. */
export function readLakeManifest(key: string, text: string): LakeBatchCopy {
  const fields = new Fields(key, parsed(key, text));
  if (fields.whole('format') !== FORMAT) throw new ManifestCopyBroken(key, 'has an unknown format');
  const batch = {
    ...{ topic: fields.text('topic'), part: fields.whole('part'), from: fields.big('from'), to: fields.big('to') },
    ...{ rows: fields.whole('rows'), xor: fields.big('xor'), xformVersion: fields.text('xformVersion') },
    ...{ openedAt: fields.instant('openedAt'), committedAt: fields.instant('committedAt') },
    files: fields.list('files').map((file) => fileIn(new Fields(key, file))),
  };
  const rows = batch.files.reduce((sum, file) => sum + file.rows, 0);
  const xor = batch.files.reduce((sum, file) => sum ^ file.xor, 0n);
  if (rows !== batch.rows || xor !== batch.xor) {
    throw new ManifestCopyBroken(key, 'names other files than its sums say');
  }
  return batch;
}

const fileIn = (fields: Fields): LakeFileCopy => ({
  ...{ eventType: fields.text('eventType'), key: fields.text('key'), sha256: fields.text('sha256') },
  ...{ rows: fields.whole('rows'), bytes: fields.whole('bytes'), xor: fields.big('xor') },
  ...{ hour: fields.instant('hour'), firstAt: fields.instant('firstAt'), lastAt: fields.instant('lastAt') },
});

function parsed(key: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ManifestCopyBroken(key, 'is not JSON');
  }
}

class Fields {
  private readonly fields: Readonly<Record<string, unknown>>;

  constructor(
    private readonly key: string,
    value: unknown,
  ) {
    if (typeof value !== 'object' || value === null) {
      throw new ManifestCopyBroken(key, 'holds no object where one is due');
    }
    this.fields = value as Record<string, unknown>;
  }

  text(name: string): string {
    return this.checked(name, (value) => typeof value === 'string' && value !== '') as string;
  }

  whole(name: string): number {
    return this.checked(name, (value) => Number.isSafeInteger(value) && Number(value) >= 0) as number;
  }

  big(name: string): bigint {
    return BigInt(this.checked(name, (value) => typeof value === 'string' && /^\d{1,20}$/.test(value)) as string);
  }

  instant(name: string): Date {
    return new Date(this.checked(name, (value) => !Number.isNaN(Date.parse(String(value)))) as string);
  }

  list(name: string): readonly unknown[] {
    return this.checked(name, Array.isArray) as readonly unknown[];
  }

  private checked(name: string, holds: (value: unknown) => boolean): unknown {
    const value = this.fields[name];
    if (!holds(value)) throw new ManifestCopyBroken(this.key, `has no proper "${name}"`);
    return value;
  }
}

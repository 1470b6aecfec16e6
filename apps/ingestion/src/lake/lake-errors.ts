import { DomainError, type OffsetRange } from '@analytics/domain';

/** Offsets are missing between what is committed and what came: the partition stands still until a person has looked. */
export class LakeGapFound extends DomainError {
  readonly kind = 'internal';
  readonly code = 'INTERNAL';

  constructor(topic: string, part: number, gap: OffsetRange) {
    super(`offsets ${gap.from} to ${gap.to} of ${topic}[${part}] are not in the lake and did not come`);
  }
}

/** A key holds a file with other rows than those that belong there: ours was put aside, the partition stands still. */
export class LakeFileConflict extends DomainError {
  readonly kind = 'internal';
  readonly code = 'INTERNAL';

  constructor(
    readonly key: string,
    readonly quarantine: string,
  ) {
    super(`another file is stored under ${key}; ours is under ${quarantine}`);
  }
}

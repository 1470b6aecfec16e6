import { lakeManifestKey, lakeManifestText } from '@analytics/domain';
import { LakeCatalogue } from '@analytics/infra-postgres';
import { LakeStore } from '@analytics/infra-s3';
import { Injectable } from '@nestjs/common';

const AT_A_TIME = 100;

/** Keeps a copy of the manifest beside the files: with PostgreSQL lost, the lake still says which of its files count. */
@Injectable()
export class LakeCopies {
  constructor(
    private readonly catalogue: LakeCatalogue,
    private readonly store: LakeStore,
  ) {}

  /** Copies what is committed and not copied yet; says how many batches that were. */
  async make(): Promise<number> {
    const batches = await this.catalogue.uncopied(AT_A_TIME);
    for (const batch of batches) {
      await this.store.put(lakeManifestKey(batch), Buffer.from(lakeManifestText(batch)), {
        contentType: 'application/json',
      });
      await this.catalogue.copied(batch.id);
    }
    return batches.length;
  }
}

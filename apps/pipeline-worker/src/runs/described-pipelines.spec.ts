import { PIPELINES } from '@analytics/contracts';
import { getMetadataStorage } from 'class-validator';
import { RebuildMartsPipeline } from '../marts/rebuild-marts.pipeline';
import { RebuildLakeManifestPipeline } from '../rebuild/rebuild-lake-manifest.pipeline';
import { RebuildWarehousePipeline } from '../rebuild/rebuild-warehouse.pipeline';
import { ReconciliationPipeline } from '../reconciliation/reconciliation.pipeline';
import { RetentionPipeline } from '../retention/retention.pipeline';
import { UnlinkIdentityPipeline } from '../unlinking/unlink-identity.pipeline';
import type { Pipeline } from './pipeline';

const CLASSES = [
  ReconciliationPipeline,
  RebuildMartsPipeline,
  RebuildWarehousePipeline,
  RebuildLakeManifestPipeline,
  RetentionPipeline,
  UnlinkIdentityPipeline,
] as unknown as (new (...neighbours: unknown[]) => Pipeline)[];

/** Only looked at, so nothing of what it works with is there. */
const made = CLASSES.map((each) => new each({}, {}, {}, {}, {}));

describe('the pipelines others are told of', () => {
  it('are those this worker has', () => {
    expect(PIPELINES.map(({ name }) => name)).toEqual(made.map(({ name }) => name));
  });

  it.each(made)('take the parameters they are told to: $name', ({ name, parameters }) => {
    const rules = getMetadataStorage().getTargetValidationMetadatas(parameters, '', false, false);
    const taken = new Set(rules.map(({ propertyName }) => propertyName));
    const told = PIPELINES.find((pipeline) => pipeline.name === name)!.parameters.map((parameter) => parameter.name);
    expect([...taken].sort()).toEqual([...told].sort());
  });
});

import { createHash } from 'node:crypto';
import type { PipelineRunResult } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { Pipeline, type RunContext } from '../runs/pipeline';
import { UNLINK_IDENTITY, UnlinkIdentityParameters } from './unlink-identity.parameters';
import { UnlinkedIdentities } from './unlinked-identities';

/** Takes an account off a device it was used on by mistake: what the device did counts for it no more. */
@Injectable()
export class UnlinkIdentityPipeline extends Pipeline<UnlinkIdentityParameters> {
  readonly name = UNLINK_IDENTITY;
  readonly version = 'unlink-identity-1';
  readonly parameters = UnlinkIdentityParameters;

  constructor(private readonly identities: UnlinkedIdentities) {
    super();
  }

  async run({ parameters, log }: RunContext<UnlinkIdentityParameters>): Promise<PipelineRunResult> {
    const { device_no, user_no, at } = parameters;
    await this.identities.unlink(parameters);
    log(`account ${user_no} is off device ${device_no} up to ${at}`);
    const outputHash = createHash('sha256').update(`${device_no} ${user_no} ${at}`).digest('hex');
    return { inputManifest: { device_no, user_no, at }, outputHash, processedRecords: 1 };
  }
}

import { HeadBucketCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DomainError } from '@analytics/domain';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { S3Config } from '../config/s3.config';
import { translateError } from '../errors/translate-error';
import { requestErrors, requestSeconds } from '../s3.metrics';

/** The server: every request with its deadlines, repeats, measures and translated errors. */
@Injectable()
export class S3Connection implements OnApplicationShutdown {
  readonly client: S3Client;
  /** Signs addresses for others to use. A browser cannot send the checksum that the SDK would sign into them. */
  readonly signer: S3Client;

  constructor(readonly config: S3Config) {
    this.client = new S3Client(clientConfig(config));
    this.signer = new S3Client({ ...clientConfig(config), requestChecksumCalculation: 'WHEN_REQUIRED' });
  }

  async run<T>(operation: string, work: (client: S3Client) => Promise<T>, key?: string): Promise<T> {
    const measure = requestSeconds.startTimer({ operation });
    try {
      return await work(this.client);
    } catch (error) {
      const translated = translateError(error, operation, key);
      requestErrors.inc({ operation, kind: translated instanceof DomainError ? translated.kind : 'internal' });
      throw translated;
    } finally {
      measure();
    }
  }

  async check(bucket: string): Promise<void> {
    await this.run('head_bucket', (client) =>
      client.send(new HeadBucketCommand({ Bucket: bucket }), {
        abortSignal: AbortSignal.timeout(this.config.readyTimeoutMs),
      }),
    );
  }

  onApplicationShutdown(): void {
    this.close();
  }

  close(): void {
    this.client.destroy();
    this.signer.destroy();
  }
}

function clientConfig(config: S3Config): S3ClientConfig {
  const connections = { keepAlive: true, maxSockets: config.maxConnections };
  return {
    endpoint: config.endpoint,
    region: config.region,
    forcePathStyle: config.forcePathStyle,
    credentials: { accessKeyId: config.accessKeyId, secretAccessKey: config.secretAccessKey },
    maxAttempts: config.attempts,
    requestStreamBufferSize: 64 * 1024,
    requestHandler: {
      connectionTimeout: config.connectTimeoutMs,
      requestTimeout: config.tryTimeoutMs,
      // Without this the SDK only warns.
      throwOnRequestTimeout: true,
      httpAgent: new HttpAgent(connections),
      httpsAgent: new HttpsAgent(connections),
    },
  };
}

import { createService, Part, type RunningService, ServiceConfig } from '@analytics/service-kit';
import { eventually, type PrivateStore, startPrivateStore } from '@analytics/testing';
import { Module } from '@nestjs/common';
import { S3Config } from '../config/s3.config';
import { LakeStore, ReportStore, S3Module } from '../s3.module';

class LakeServiceConfig extends ServiceConfig {
  managementPort = 0;
  @Part(() => S3Config) readonly s3: S3Config;
}

@Module({ imports: [S3Module.for({ stores: [LakeStore, ReportStore], required: true })] })
class LakeServiceModule {}

describe('a service with S3', () => {
  let server: PrivateStore<'s3'>;
  let service: RunningService;

  beforeAll(async () => {
    server = await startPrivateStore('s3');
    const { endpoint, region, accessKeyId, secretAccessKey } = server.connection;
    service = await createService({
      name: 'lake-service',
      module: LakeServiceModule,
      config: LakeServiceConfig,
      logTo: { write: () => undefined },
      env: {
        ANALYTICS_BIND_ADDRESS: '127.0.0.1',
        HEALTH_CACHE_MS: '0',
        S3_ENDPOINT_DATALAKE: endpoint,
        S3_REGION_DATALAKE: region,
        S3_ACCESS_KEY_DATALAKE: accessKeyId,
        S3_SECRET_KEY_DATALAKE: secretAccessKey,
        S3_BUCKET_DATALAKE: 'module-lake',
        S3_BUCKET_REPORTS: 'module-reports',
        S3_ATTEMPTS_DATALAKE: '1',
      },
    });
  });
  afterAll(async () => {
    await service?.close();
    await server?.stop();
  });

  const readiness = async () => (await fetch(`${service.managementUrl}/health/ready`)).status;
  const store = <T extends LakeStore>(type: typeof LakeStore | typeof ReportStore): T => service.app.get(type);

  it('is ready when all its buckets are there', async () => {
    expect(await readiness()).toBe(503);
    await store(LakeStore).ensureBucket();
    expect(await readiness()).toBe(503);
    await store(ReportStore).ensureBucket();
    await eventually(async () => expect(await readiness()).toBe(200));
  });

  it('writes to the bucket that the configuration names', async () => {
    await store(LakeStore).put('key', Buffer.from('lake'));
    expect(store(LakeStore).bucket).toBe('module-lake');
    expect((await store(LakeStore).getBytes('key')).toString()).toBe('lake');
    expect(await store(ReportStore).head('key')).toBeUndefined();
  });

  it('is not ready while the server is away, and is again when it is back', async () => {
    await server.kill9();
    expect(await readiness()).toBe(503);
    await server.restart();
    await eventually(async () => expect(await readiness()).toBe(200));
  });
});

import { type DynamicModule, Injectable, Module, type Type } from '@nestjs/common';
import { ReadinessRegistry } from '@analytics/service-kit';
import { S3Config } from './config/s3.config';
import { S3Connection } from './connection/s3-connection';
import { ObjectStore } from './objects/object-store';

/** The bucket of the lake. */
@Injectable()
export class LakeStore extends ObjectStore {
  constructor(connection: S3Connection) {
    super(connection, connection.config.lakeBucket);
  }
}

/** The bucket of reports and exports. */
@Injectable()
export class ReportStore extends ObjectStore {
  constructor(connection: S3Connection) {
    super(connection, connection.config.reportsBucket);
  }
}

export interface S3ModuleOptions {
  /** The buckets the app uses. */
  readonly stores: readonly Type<ObjectStore>[];
  /** Whether the app cannot do its job without S3; otherwise it is shown and does not make the app unready. */
  readonly required: boolean;
}

/** S3 for a service whose configuration has the part `S3Config`: the named stores, and the readiness check `s3`. */
@Module({})
export class S3Module {
  static for({ stores, required }: S3ModuleOptions): DynamicModule {
    const connection = {
      provide: S3Connection,
      useFactory: (config: S3Config, readiness: ReadinessRegistry) => {
        const opened = new S3Connection(config);
        const buckets = stores.map((Store) => new Store(opened));
        const check = async () => void (await Promise.all(buckets.map((store) => store.check())));
        readiness.register({ name: 's3', check, optional: !required });
        return opened;
      },
      inject: [S3Config, ReadinessRegistry],
    };
    return { module: S3Module, global: true, providers: [connection, ...stores], exports: [S3Connection, ...stores] };
  }
}

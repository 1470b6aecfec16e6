/** The stores of a running stack, as its state file tells them. */
export interface StackStores {
  readonly kafka: { readonly brokers: readonly string[]; readonly pid: number };
  readonly clickhouse: {
    readonly url: string;
    readonly database: string;
    readonly username: string;
    readonly password: string;
    readonly pid: number;
  };
  readonly postgres: { readonly url: string; readonly pid: number };
  readonly redis: { readonly url: string; readonly pid: number };
  readonly s3: {
    readonly endpoint: string;
    readonly region: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly lakeBucket: string;
    readonly reportsBucket: string;
    readonly pid: number;
  };
}

export interface StackService {
  readonly url?: string;
  readonly managementUrl?: string;
  readonly pid?: number;
}

export interface StackState {
  readonly stores: StackStores;
  readonly services: Readonly<Record<string, StackService>>;
  readonly credentials: {
    readonly writeKey?: string;
    readonly tokens?: Readonly<Record<string, string>>;
    readonly issuerUrl?: string;
  };
}

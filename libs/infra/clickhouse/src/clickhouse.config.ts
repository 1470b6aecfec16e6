import { ArrayMinSize, IsBoolean, IsInt, IsNotEmpty, IsString, Matches, Max, Min } from 'class-validator';
import { Env } from '@analytics/service-kit';

const MIB = 1024 * 1024;

/** How a service reaches the warehouse. */
export class ClickHouseConfig {
  /** Servers of the warehouse as `host:port` of their HTTP interface; questions go to them in turn. */
  @Env('CLICKHOUSE_HOSTS_ANALYTICS_DWH', { yaml: 'clickhouse.hosts' })
  @ArrayMinSize(1)
  @Matches(/^[\w.-]+:\d{1,5}$/, { each: true, message: '$property must be a comma list of host:port' })
  hosts: string[] = ['127.0.0.1:8123'];

  /** Whether the servers are reached over TLS. */
  @Env('CLICKHOUSE_TLS_ANALYTICS_DWH', { yaml: 'clickhouse.tls' })
  @IsBoolean()
  tls = false;

  /** User the service signs in with. */
  @Env('CLICKHOUSE_USER_ANALYTICS_DWH', { yaml: 'clickhouse.user' })
  @IsNotEmpty()
  user = 'default';

  /** Password of that user. */
  @Env('CLICKHOUSE_PASSWORD_ANALYTICS_DWH', { yaml: 'clickhouse.password', secret: true })
  @IsString()
  password = '';

  /** Database that holds the tables. */
  @Env('CLICKHOUSE_DATABASE_ANALYTICS_DWH', { yaml: 'clickhouse.database' })
  @Matches(/^[A-Za-z_]\w*$/)
  database = 'analytics';

  /** Cluster the tables are laid out for by `npm run migrate`; empty for one node. Only migrations read it. */
  @Env('CLICKHOUSE_CLUSTER_ANALYTICS_DWH', { yaml: 'clickhouse.cluster' })
  @Matches(/^([A-Za-z_]\w*)?$/)
  cluster = '';

  /** Whether the servers have the row policies of deploy/clickhouse: then queries about some games say which, as a setting of their own. */
  @Env('CLICKHOUSE_ROW_POLICIES_ANALYTICS_DWH', { yaml: 'clickhouse.row_policies' })
  @IsBoolean()
  rowPolicies = false;

  /** Name of this pool of connections in the server's query log and in the metrics. */
  @Env('CLICKHOUSE_POOL_ANALYTICS_DWH', { yaml: 'clickhouse.pool' })
  @Matches(/^[a-z][a-z0-9-]*$/)
  pool = 'default';

  /** Most connections open to one server at a time. */
  @Env('CLICKHOUSE_MAX_CONNECTIONS_ANALYTICS_DWH', { yaml: 'clickhouse.max_connections' })
  @IsInt()
  @Min(1)
  @Max(1000)
  maxOpenConnections = 10;

  /** How long an answer may stay out beyond the time the statement itself may take, in milliseconds; then the server counts as away. */
  @Env('CLICKHOUSE_REQUEST_TIMEOUT_MS_ANALYTICS_DWH', { yaml: 'clickhouse.request_timeout_ms' })
  @IsInt()
  @Min(100)
  requestTimeoutMs = 5_000;

  /** Longest an insert may take, in milliseconds; then its outcome is unknown and it is repeated with the same token. */
  @Env('CLICKHOUSE_INSERT_TIMEOUT_MS_ANALYTICS_DWH', { yaml: 'clickhouse.insert_timeout_ms' })
  @IsInt()
  @Min(1_000)
  insertTimeoutMs = 60_000;

  /** Most rows in one insert; below the server's block size, so that one insert is one block and its token covers all of it. */
  @Env('CLICKHOUSE_MAX_INSERT_ROWS_ANALYTICS_DWH', { yaml: 'clickhouse.max_insert_rows' })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxInsertRows = 500_000;

  /** Most bytes in one insert, as they go over the wire. */
  @Env('CLICKHOUSE_MAX_INSERT_BYTES_ANALYTICS_DWH', { yaml: 'clickhouse.max_insert_bytes' })
  @IsInt()
  @Min(MIB)
  maxInsertBytes = 128 * MIB;

  /** How long a server that could not be reached is passed over while others answer, in milliseconds. */
  @Env('CLICKHOUSE_HOST_PAUSE_MS_ANALYTICS_DWH', { yaml: 'clickhouse.host_pause_ms' })
  @IsInt()
  @Min(0)
  hostPauseMs = 10_000;

  /** Nice value at the server of the threads that work for this service: where processors are short they give way to those of lower ones. The server needs CAP_SYS_NICE; without it nothing gives way. */
  @Env('CLICKHOUSE_NICENESS_ANALYTICS_DWH', { yaml: 'clickhouse.niceness' })
  @IsInt()
  @Min(0)
  @Max(19)
  niceness: number = 0;
}

/** How a service whose statements no person waits for reaches the warehouse: people's questions go first. */
export class BackgroundClickHouseConfig extends ClickHouseConfig {
  override niceness = 10;
}

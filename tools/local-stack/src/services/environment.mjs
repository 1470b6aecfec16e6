import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { AUDIENCE } from '../identity/tokens.mjs';
import { DEMO_STAFF } from '../demo/cast.mjs';
import { HOST } from '../network/loopback.mjs';
import { ROOT } from '../system/places.mjs';
import { HTTP_PORTS } from './catalogue.mjs';
import { consoleVariables } from './console.mjs';
import { settingsOf } from './fronts.mjs';

/** Half of the processors: the stores need the others, and each further partition cuts the inserts into the warehouse smaller. */
const PARTITIONS_MOST = Math.max(1, Math.floor(availableParallelism() / 2));

const STORE_VARIABLES = {
  // A killed member of a group is waited for as long as its session: on one machine that need not be production's half minute.
  kafka: ({ brokers }) => ({
    KAFKA_BROKERS_ANALYTICS: brokers.join(','),
    KAFKA_SESSION_TIMEOUT_MS: '10000',
    KAFKA_HEARTBEAT_MS: '1000',
    KAFKA_PARTITIONS_MOST: String(PARTITIONS_MOST),
    // Loopback is not short of bandwidth, and not every client that looks into a topic reads LZ4.
    KAFKA_CODEC: 'none',
    KAFKA_METADATA_REFRESH_MS: '5000',
  }),
  clickhouse: ({ url, database, username, password }) => ({
    CLICKHOUSE_HOSTS_ANALYTICS_DWH: new URL(url).host,
    CLICKHOUSE_USER_ANALYTICS_DWH: username,
    CLICKHOUSE_PASSWORD_ANALYTICS_DWH: password,
    CLICKHOUSE_DATABASE_ANALYTICS_DWH: database,
  }),
  postgres: ({ url }) => ({ POSTGRES_DSN_ANALYTICS_META: url }),
  redis: ({ url }) => ({ REDIS_URL_ANALYTICS: url }),
  s3: (s3) => ({
    S3_ENDPOINT_DATALAKE: s3.endpoint,
    S3_ACCESS_KEY_DATALAKE: s3.accessKeyId,
    S3_SECRET_KEY_DATALAKE: s3.secretAccessKey,
    S3_BUCKET_DATALAKE: s3.lakeBucket,
    S3_BUCKET_REPORTS: s3.reportsBucket,
    S3_REGION_DATALAKE: s3.region,
  }),
};

/** Settings of a developer's shell that are meant for the services, not secrets. */
const PASSED_ON = ['LOG_LEVEL_ANALYTICS', 'OTEL_EXPORTER_JAEGER_ENDPOINT_ANALYTICS', 'ANALYTICS_CONFIG_FILE'];

const passedOn = () =>
  Object.fromEntries(
    PASSED_ON.filter((name) => process.env[name] !== undefined).map((name) => [name, process.env[name]]),
  );

const tokens = (issuerUrl) => ({ JWT_JWKS_URL: `${issuerUrl}/jwks`, JWT_ISSUER: issuerUrl, JWT_AUDIENCE: AUDIENCE });

/** Addresses and credentials of exactly what is needed. */
export function storeEnvironment(needs, stores) {
  const parts = needs
    .filter((need) => STORE_VARIABLES[need] !== undefined)
    .map((need) => STORE_VARIABLES[need](stores[need]));
  return Object.assign({}, ...parts);
}

const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
/** Who a dead letter says refused it. */
const named = (name) => ({ KAFKA_CLIENT_ID_ANALYTICS: name });

const vault = ({ master, hmac }) => ({
  VAULT_MASTER_KEY: master,
  VAULT_HMAC_KEYS: hmac,
});

const checks = ({ issuerUrl, ingestionUrl, adminClient: { id, secret } }) => ({
  ANALYTICS_ADMIN_INGESTION_URL: ingestionUrl,
  ANALYTICS_ADMIN_OIDC_TOKEN_URL: `${issuerUrl}/token`,
  ANALYTICS_ADMIN_OIDC_CLIENT_ID: id,
  ANALYTICS_ADMIN_OIDC_CLIENT_SECRET: secret,
});

const placed = (folders, data) =>
  Object.fromEntries(Object.entries(folders).map(([variable, folder]) => [variable, data.file(folder)]));

export function serviceEnvironment(
  { name, needs, http, management, folders = {} },
  { stores, settings, issuerUrl, ingestionUrl, adminClient, offset, vaultKeys, data },
) {
  return {
    ...passedOn(),
    ...storeEnvironment(needs, stores),
    SERVICE_VERSION_ANALYTICS: version,
    ...(needs.includes('kafka') ? named(name) : {}),
    ...(needs.includes('tokens') ? tokens(issuerUrl) : {}),
    ...(needs.includes('vault') ? vault(vaultKeys) : {}),
    ...(needs.includes('deadLetters') ? { DLQ_PAYLOAD_KEY: vaultKeys.deadLetters } : {}),
    ...(needs.includes('staff') ? { INGESTION_STAFF_ACCOUNTS: DEMO_STAFF.join(',') } : {}),
    ...(needs.includes('checks') ? checks({ issuerUrl, ingestionUrl, adminClient }) : {}),
    ...(needs.includes('console') ? consoleVariables({ data, issuerUrl, offset, ports: HTTP_PORTS }) : {}),
    ...placed(folders, data),
    ...(http === undefined ? {} : { [http.variable]: String(http.port + offset) }),
    [management.variable]: String(management.port + offset),
    ANALYTICS_BIND_ADDRESS: HOST,
    ...settingsOf(settings, name),
  };
}

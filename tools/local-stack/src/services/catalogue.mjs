/**
 * What runs beside the stores, in the order in which it is told about. A service gets the addresses and credentials of the
 * stores named here and of no other, and folders of its own in the data directory. Ports are moved together by the port
 * offset. On one machine all of them share the processors: what nobody waits for is nice to what answers people.
 */
export const ISSUER = { name: 'issuer', port: 8099 };
/** Where the page of the product is, which the issuer sends people back to. */
export const CONSOLE_PORT = 8080;

export const SERVICES = [
  {
    name: 'ingestion',
    main: 'apps/ingestion/dist/main.js',
    niceness: 5,
    http: { port: 8091, variable: 'INGESTION_HTTP_PORT' },
    management: { port: 9091, variable: 'INGESTION_MANAGEMENT_PORT' },
    folders: { INGESTION_SPOOL_DIRECTORY: 'ingestion-spool' },
    needs: ['kafka', 'postgres', 'redis', 's3', 'tokens', 'vault', 'deadLetters', 'staff'],
  },
  {
    name: 'query-api',
    main: 'apps/query-api/dist/main.js',
    http: { port: 8090, variable: 'ANALYTICS_API_HTTP_PORT' },
    management: { port: 9090, variable: 'ANALYTICS_API_MANAGEMENT_PORT' },
    needs: ['kafka', 'clickhouse', 'postgres', 'redis', 'tokens'],
  },
  {
    name: 'stream-processor',
    main: 'apps/stream-processor/dist/main.js',
    niceness: 10,
    management: { port: 9094, variable: 'STREAM_PROCESSOR_MANAGEMENT_PORT' },
    needs: ['kafka', 'clickhouse', 'postgres', 'redis'],
  },
  {
    name: 'pipeline-worker',
    main: 'apps/pipeline-worker/dist/main.js',
    niceness: 10,
    management: { port: 9095, variable: 'PIPELINE_WORKER_MANAGEMENT_PORT' },
    needs: ['kafka', 'clickhouse', 'postgres', 's3'],
  },
  {
    name: 'admin',
    main: 'apps/admin/dist/main.js',
    http: { port: 8092, variable: 'ANALYTICS_ADMIN_HTTP_PORT' },
    management: { port: 9092, variable: 'ANALYTICS_ADMIN_MANAGEMENT_PORT' },
    needs: ['kafka', 'clickhouse', 'postgres', 's3', 'tokens', 'deadLetters', 'checks'],
  },
  {
    name: 'console',
    main: 'apps/console/dist/main.js',
    http: { port: CONSOLE_PORT, variable: 'CONSOLE_HTTP_PORT' },
    management: { port: 9080, variable: 'CONSOLE_MANAGEMENT_PORT' },
    needs: ['tokens', 'console'],
  },
];

/** Public ports by the name of their service, before the offset. */
export const HTTP_PORTS = Object.fromEntries(
  SERVICES.filter(({ http }) => http !== undefined).map(({ name, http }) => [name, http.port]),
);

/** Every fixed port with whose it is, to be looked at before anything is started. */
export function fixedPorts(offset) {
  const ofServices = SERVICES.flatMap(({ name, http, management }) => [
    ...(http === undefined ? [] : [{ name, port: http.port + offset }]),
    { name: `${name} (management)`, port: management.port + offset },
  ]);
  return [...ofServices, { name: ISSUER.name, port: ISSUER.port + offset }];
}

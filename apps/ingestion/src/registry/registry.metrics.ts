import { Counter, Gauge } from 'prom-client';

export const schemaViolations = new Counter({
  name: 'ingestion_schema_violations_total',
  help: 'Events that break a schema which only observes or stamps, by type and mode; refused ones are counted by reason',
  labelNames: ['type', 'mode'],
});

export const unknownProperties = new Counter({
  name: 'ingestion_unknown_properties_total',
  help: 'Properties of accepted events that their schema does not describe and that are not stored, by type',
  labelNames: ['type'],
});

export const loadedSchemas = new Gauge({
  name: 'ingestion_schema_versions',
  help: 'Versions of schemas in memory',
});

export const refreshFailures = new Counter({
  name: 'ingestion_schema_refresh_failures_total',
  help: 'Times the schema registry could not be asked for changes; the known schemas go on',
});

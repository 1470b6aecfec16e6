import { Counter, Histogram } from 'prom-client';

export const identityLookups = new Counter({
  name: 'ingestion_identity_lookups_total',
  help: 'People looked up, each once per batch: hit = the number was in memory, miss = the vault was asked.',
  labelNames: ['result'],
});

export const identityResolveSeconds = new Histogram({
  name: 'ingestion_identity_resolve_seconds',
  help: 'Time of one round trip to the identity vault.',
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
});

export const identityNewNumbers = new Counter({
  name: 'ingestion_identity_new_numbers_total',
  help: 'People and devices that were seen for the first time and got a number.',
});

export const identityMemoryFull = new Counter({
  name: 'ingestion_identity_memory_limit_reached_total',
  help: 'Times the memory of numbers was full and its older half was forgotten.',
});

export const identityRoundFull = new Counter({
  name: 'ingestion_identity_round_limit_reached_total',
  help: 'Batches with more unknown people than one round to the vault may carry.',
});

export const identityFailures = new Counter({
  name: 'ingestion_identity_vault_unavailable_total',
  help: 'Questions the identity vault did not answer; their events wait.',
});

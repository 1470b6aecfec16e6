import { Counter, Gauge } from 'prom-client';

export const lettersIndexed = new Counter({
  name: 'analytics_dlq_letters_indexed_total',
  help: 'Dead letters taken into the index: added, repeated (refused again), reopened (a replay failed), known (delivered twice), unreadable.',
  labelNames: ['outcome'] as const,
});

export const recordsKept = new Gauge({
  name: 'analytics_dlq_records',
  help: 'Records of the index by status and reason.',
  labelNames: ['status', 'reason'] as const,
});

export const recordsDiscarded = new Counter({
  name: 'analytics_dlq_discarded_total',
  help: 'Records that operators set aside, by reason of the refusal.',
  labelNames: ['reason'] as const,
});

export const payloadsRevealed = new Counter({
  name: 'analytics_dlq_payloads_revealed_total',
  help: 'Payloads that were shown unmasked; each has a row in the audit.',
});

export const contentsErased = new Counter({
  name: 'analytics_dlq_contents_erased_total',
  help: 'Records whose content was destroyed because a person in it was erased.',
});

export const lettersCopied = new Counter({
  name: 'analytics_dlq_letters_copied_total',
  help: 'Dead letters written into copies in the lake; an hour that is copied again counts again.',
});

export const recordsForgotten = new Counter({
  name: 'analytics_dlq_records_forgotten_total',
  help: 'Records that were removed because their time was over.',
});

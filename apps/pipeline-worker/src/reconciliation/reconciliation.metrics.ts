import { Counter, Gauge } from 'prom-client';

export const reconciliationDifference = new Gauge({
  name: 'analytics_reconciliation_difference',
  help: 'Offsets at fault that the last reconciliation found, before any repair.',
});

export const reconciliationRepaired = new Counter({
  name: 'analytics_reconciliation_repaired_total',
  help: 'Offsets at fault that reconciliations mended.',
});

import { Counter, Gauge } from 'prom-client';

export const importsFinished = new Counter({
  name: 'ingestion_imports_finished_total',
  help: 'Imports that ended in this process, by format and status.',
  labelNames: ['format', 'status'],
});

export const importsRunning = new Gauge({
  name: 'ingestion_imports_running',
  help: 'Imports this process is working on.',
});

export const importedRows = new Counter({
  name: 'ingestion_import_rows_total',
  help: 'Rows of imports that are settled, by verdict and, for refused ones, by reason.',
  labelNames: ['status', 'reason'],
});

export const importBytes = new Counter({
  name: 'ingestion_import_received_bytes_total',
  help: 'Bytes of files received for imports, as they were sent.',
});

export const importsRefused = new Counter({
  name: 'ingestion_imports_refused_total',
  help: 'Files that were not taken because a limit was reached, by limit.',
  labelNames: ['limit'],
});

export const importsTakenOver = new Counter({
  name: 'ingestion_imports_lost_total',
  help: 'Imports this process stopped at because another one has them now, or because they were cancelled.',
});

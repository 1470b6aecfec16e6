import { Counter, Histogram } from 'prom-client';

export const derivedRows = new Counter({
  name: 'derived_rows_written_total',
  help: 'Rows of sessions, attribution and wishes that were written, tombstones among them, by table',
  labelNames: ['table'],
});

export const derivedSeconds = new Histogram({
  name: 'derived_batch_seconds',
  help: 'Time from the confirmed facts of a batch to what follows from them being verified',
  buckets: [0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60],
});

export const derivedLeft = new Counter({
  name: 'derived_subjects_left_total',
  help: 'Subjects with more facts than may be read at once, whose rows stay as they were; anything but 0 needs a person',
  labelNames: ['statement'],
});

import { Counter, Gauge, Histogram } from 'prom-client';

export const lakeRows = new Counter({
  name: 'lake_rows_committed_total',
  help: 'Events in committed files of the lake, by type',
  labelNames: ['event_type'],
});

export const lakeFiles = new Counter({ name: 'lake_files_committed_total', help: 'Committed files of the lake' });

export const lakeBytes = new Counter({
  name: 'lake_bytes_committed_total',
  help: 'Bytes of committed files of the lake',
});

export const lakeBatchSeconds = new Histogram({
  name: 'lake_batch_seconds',
  help: 'Time from announcing a batch in the manifest to its commit',
  buckets: [0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
});

export const lakeConflicts = new Counter({
  name: 'lake_file_conflicts_total',
  help: 'Files that were put aside because their key held other rows; anything but 0 needs a person',
});

export const lakeGapsFound = new Counter({
  name: 'lake_gaps_found_total',
  help: 'Times a partition was stopped because offsets were missing; anything but 0 needs a person',
  labelNames: ['topic', 'partition'],
});

export const lakeManifestGaps = new Gauge({
  name: 'lake_manifest_gaps',
  help: 'Gaps between committed batches at the last look; anything but 0 needs a person',
});

export const lakeOrphansRemoved = new Counter({
  name: 'lake_orphans_removed_total',
  help: 'Files removed because no manifest named them for longer than allowed',
});

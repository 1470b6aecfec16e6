import { Counter } from 'prom-client';

export const replaysEnded = new Counter({
  name: 'analytics_replays_ended_total',
  help: 'Replays that ended, by their last status; dry runs apart.',
  labelNames: ['status', 'dry_run'],
});

export const replayedRecords = new Counter({
  name: 'analytics_replay_records_total',
  help: 'Records of replays by what became of them: sent, succeeded, failed_again, skipped.',
  labelNames: ['outcome'],
});

export const rehearsedRecords = new Counter({
  name: 'analytics_replay_rehearsed_records_total',
  help: 'Records of dry runs by what would become of them.',
  labelNames: ['outcome'],
});

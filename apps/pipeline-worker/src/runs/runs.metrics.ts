import { Counter, Gauge, Histogram } from 'prom-client';

export const runsEnded = new Counter({
  name: 'analytics_pipeline_runs_total',
  help: 'Tries of pipeline runs that ended, by pipeline and how.',
  labelNames: ['pipeline', 'outcome'] as const,
});

export const runSeconds = new Histogram({
  name: 'analytics_pipeline_run_seconds',
  help: 'Time of one try of a pipeline run.',
  labelNames: ['pipeline'] as const,
  buckets: [0.1, 1, 5, 15, 60, 300, 900, 3_600, 14_400],
});

export const runsByStatus = new Gauge({
  name: 'analytics_pipeline_runs',
  help: 'Runs in the log, by pipeline and status.',
  labelNames: ['pipeline', 'status'] as const,
});

export const lastSuccessAge = new Gauge({
  name: 'analytics_pipeline_last_success_age_seconds',
  help: 'How long ago a run of the pipeline last succeeded; absent while none has.',
  labelNames: ['pipeline'] as const,
});

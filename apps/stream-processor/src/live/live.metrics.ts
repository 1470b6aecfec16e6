import { Counter, Gauge, Histogram } from 'prom-client';

export const liveEvents = new Counter({
  name: 'live_events_total',
  help: 'Records read for the live numbers, by what became of them: counted, late, repeated, refused, known (delivered again)',
  labelNames: ['result'],
});

export const liveBatches = new Counter({
  name: 'live_batches_total',
  help: 'Answers of Redis to batches: applied, known, overlap, seen, gap, cold',
  labelNames: ['answer'],
});

export const liveReady = new Gauge({
  name: 'live_ready',
  help: '1 while the live numbers are whole, 0 while they are being made anew or Redis is away',
});

export const liveRebuilds = new Counter({
  name: 'live_rebuilds_total',
  help: 'Times the live numbers were made anew from the warehouse, by result: done, overtaken, failed',
  labelNames: ['result'],
});

export const liveRebuildSeconds = new Histogram({
  name: 'live_rebuild_seconds',
  help: 'Time it took to make the live numbers anew, the wait for the warehouse included',
  buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60],
});

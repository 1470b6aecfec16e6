import { Counter, Gauge } from 'prom-client';

export const streamingSockets = new Gauge({ name: 'analytics_streaming_sockets', help: 'Open sockets of the stream' });
export const streamingRefused = new Counter({
  name: 'analytics_streaming_refused_total',
  help: 'Sockets that were not opened, by the status they were answered with',
  labelNames: ['status'] as const,
});
export const streamingFrames = new Counter({
  name: 'analytics_streaming_frames_total',
  help: 'Frames sent to readers of the stream',
  labelNames: ['op'] as const,
});
export const streamingSkipped = new Counter({
  name: 'analytics_streaming_skipped_total',
  help: 'Readings a slow reader was not told of, because it still owed reading the ones before',
});

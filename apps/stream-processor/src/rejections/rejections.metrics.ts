import { Counter } from 'prom-client';

export const rejectionsRead = new Counter({
  name: 'rejections_read_total',
  help: 'Dead letters read to be counted as refused events, by result: counted, no_dead_letter',
  labelNames: ['result'],
});

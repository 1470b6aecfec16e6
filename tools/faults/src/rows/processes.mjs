import { execFileSync } from 'node:child_process';

/** Rows about the product's own processes. */
const SOAK_MINUTES = 5;

const limited = (stage, name, limits) => {
  const pid = String(stage.product.pid(name));
  execFileSync('prlimit', ['--pid', pid, ...limits]);
  stage.killed.add(name);
  stage.note(`${name} (${pid}) may have no more than ${limits.join(' ')}`);
};

export const rows = [
  {
    id: 'F14',
    title: 'stream processor and ingestion killed with -9 in turns, every 2 to 5 s',
    scaled: 'for 30 s instead of 60 s, one process of each instead of three',
    inject: async (stage) => {
      const until = performance.now() + 30_000;
      while (performance.now() < until) {
        await stage.pause(2_000 + stage.random() * 3_000);
        await stage.killAndBack(stage.random() < 0.5 ? 'stream-processor' : 'ingestion');
      }
    },
    recoverMs: 60_000,
  },
  {
    id: 'F18',
    smoke: true,
    title: 'every service told to stop in turn, under load',
    inject: async (stage) => {
      for (const name of ['ingestion', 'stream-processor', 'query-api', 'pipeline-worker', 'admin', 'console']) {
        const began = performance.now();
        await stage.killAndBack(name, 'SIGTERM');
        const drainedMs = performance.now() - began;
        if (drainedMs > 25_000) throw new Error(`${name} needed ${drainedMs} ms to stop`);
      }
    },
  },
  {
    id: 'F39',
    title: 'few files, small files; then a process that does nothing for 40 s',
    scaled: 'memory is limited by the heap of the process, see its specs',
    inject: async (stage) => {
      for (const name of ['stream-processor', 'ingestion']) limited(stage, name, ['--nofile=40:40']);
      await stage.pause(5_000);
      for (const name of ['stream-processor', 'ingestion']) await stage.killAndBack(name);
      for (const name of ['stream-processor', 'ingestion']) limited(stage, name, ['--fsize=4096:4096']);
      await stage.pause(5_000);
      for (const name of ['stream-processor', 'ingestion']) await stage.killAndBack(name);
      stage.freeze('stream-processor');
      await stage.pause(40_000);
      stage.thaw('stream-processor');
    },
  },
  {
    id: 'F45',
    title: 'as much load as goes in, from many clients at once',
    scaled: 'for as long as 20 000 events take, instead of 10 min',
    leastEvents: 20_000,
    paceMs: 0,
    inject: (stage) => stage.reached(0.9),
  },
  {
    id: 'F46',
    smoke: true,
    title: 'ingestion killed with -9 while events wait on its disk',
    inject: async (stage) => {
      await stage.cutOff('kafka');
      await stage.reached(0.7);
      await stage.killAndBack('ingestion');
      await stage.pause(2_000);
    },
  },
  {
    id: 'F51',
    title: 'soak: half of what goes in at most, and a random fault each minute',
    scaled: `${SOAK_MINUTES} minutes instead of 60, which is \`npm run soak\``,
    soakMinutes: SOAK_MINUTES,
  },
];

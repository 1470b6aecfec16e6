// The supervisor: a process in a session of its own that starts everything, keeps it running and stops it in order.
import { STORES } from '../stores/catalogue.mjs';
import { openData } from '../system/data-directory.mjs';
import { asRefusal, Refusal } from '../system/refusal.mjs';
import { rotateLogs } from './log-rotation.mjs';
import { Stack } from './stack.mjs';

const options = JSON.parse(process.argv[2]);
const data = openData(options.dataDir);

const say = (text) => process.stderr.write(`${new Date().toISOString()} ${text}\n`);

function report(message) {
  if (process.connected) process.send(message, () => undefined);
}

const stack = new Stack({
  ...options,
  data,
  stores: STORES.filter(({ name }) => options.stores.includes(name)),
  report,
  say,
});

let leaving;
function leave(code) {
  leaving ??= stack
    .stop()
    .catch((error) => say(`not everything could be stopped: ${error.stack}`))
    .then(() => {
      say('stopped');
      process.exit(code);
    });
}

async function fail(error) {
  const reason = asRefusal(error);
  const known = reason instanceof Refusal;
  say(known ? reason.message : (error?.stack ?? String(error)));
  // Whatever was started is gone before the starter hears of it.
  await stack.stop().catch((problem) => say(problem.stack));
  report({ failed: known ? reason.message : `The start failed: ${error?.message ?? error}`, tail: reason.tail });
  setTimeout(() => process.exit(1), 100);
}

for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, () => leave(0));
process.on('disconnect', () => {
  if (!released) leave(0);
});
process.on('uncaughtException', (error) => {
  say(`unexpected: ${error.stack}`);
  leave(1);
});

let released = false;
process.on('message', (message) => {
  if (message === 'release') {
    released = true;
    process.disconnect();
  }
});

rotateLogs(data.file('logs'));
say(`starting from ${data.root}`);
stack.start().then(() => {
  say('ready');
  report({ ready: true });
}, fail);

import net from 'node:net';
import { HOST } from './loopback.mjs';

/** Sends one message, collects the answer until `read` makes something of it; undefined when that never happens. */
export function askTcp(port, message, read, timeoutMs = 1_000) {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const socket = net.connect({ host: HOST, port });
    const finish = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeoutMs, () => finish(undefined));
    socket.once('error', () => finish(undefined));
    socket.once('close', () => finish(undefined));
    socket.once('connect', () => socket.write(message));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      const answer = read(received);
      if (answer !== undefined) finish(answer);
    });
  });
}

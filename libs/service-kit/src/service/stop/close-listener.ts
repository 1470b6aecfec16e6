import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { StopStep } from './stop-in-order';

const IDLE_CHECK_MS = 50;

/**
 * Takes no new connection, lets requests in progress end, and closes each kept-alive connection once it is idle. Browsers also open
 * connections ahead of need: the server does not count one that never said a word as idle, so those are watched from the start.
 */
export function closeListener(app: NestFastifyApplication): StopStep {
  const fastify = app.getHttpAdapter().getInstance();
  const server = fastify.server as Server;
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  const closeIdle = () => {
    server.closeIdleConnections();
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
  };
  return {
    name: 'http listener',
    run: async () => {
      const idle = setInterval(closeIdle, IDLE_CHECK_MS);
      try {
        await fastify.close();
      } finally {
        clearInterval(idle);
      }
    },
  };
}

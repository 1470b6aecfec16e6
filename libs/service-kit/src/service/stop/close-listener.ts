import type { Server } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { StopStep } from './stop-in-order';

const IDLE_CHECK_MS = 50;

/** Takes no new connection, lets requests in progress end, and closes each kept-alive connection once it is idle. */
export const closeListener = (app: NestFastifyApplication): StopStep => ({
  name: 'http listener',
  run: async () => {
    const fastify = app.getHttpAdapter().getInstance();
    const server = fastify.server as Server;
    const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
    try {
      await fastify.close();
    } finally {
      clearInterval(idle);
    }
  },
});

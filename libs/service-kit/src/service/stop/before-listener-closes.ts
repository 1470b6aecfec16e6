import type { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

/**
 * Runs before the listener waits for its connections to end: who holds one open for as long as it likes, as a WebSocket does,
 * lets it go here. Nest's own hooks come only after the listener has closed.
 */
export function beforeListenerCloses({ httpAdapter }: HttpAdapterHost, leave: () => void): void {
  httpAdapter.getInstance<FastifyInstance>().addHook('preClose', async () => leave());
}

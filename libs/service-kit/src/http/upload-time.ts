import type { Duplex } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { HttpConfig } from '../config/parts/http.config';

const uploading = new WeakSet<Duplex>();

/** Whether a file is on its way over this connection, so that a request may take longer than others. */
export const hasUploadTime = (socket: Duplex): boolean => uploading.has(socket);

/** The limits of time are made for requests of a moment: a file of gigabytes gets a longer one, and no other route does. */
export function giveUploadsTime(server: FastifyInstance, http: HttpConfig): void {
  const isUpload = ({ method, routeOptions }: FastifyRequest): boolean =>
    method === 'POST' && http.uploadRoutes.includes(routeOptions.url ?? '');
  server.addHook('onRoute', (route) => {
    if (http.uploadRoutes.includes(route.url) && [route.method].flat().includes('POST')) {
      route.handlerTimeout = http.uploadTimeoutSeconds * 1_000;
    }
  });
  server.addHook('onRequest', (request, _reply, done) => {
    if (isUpload(request)) uploading.add(request.raw.socket);
    done();
  });
  server.addHook('onResponse', (request, _reply, done) => {
    uploading.delete(request.raw.socket);
    done();
  });
}

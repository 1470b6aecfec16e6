import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { HttpConfig } from '../config/parts/http.config';

/** Long enough for a client to hear why, while what it still sends is thrown away. */
const HEARING_MS = 4_000;

const uploading = new WeakSet<Duplex>();

/** Whether a file is on its way over this connection, so that a request may take longer than others. */
export const hasUploadTime = (socket: Duplex): boolean => uploading.has(socket);

export const isUpload = ({ method, routeOptions }: FastifyRequest, { uploadRoutes }: HttpConfig): boolean =>
  method === 'POST' && uploadRoutes.includes(routeOptions.url ?? '');

/** The limits of time are made for requests of a moment: a file of gigabytes gets a longer one, and no other route does. */
export function giveUploadsTime(server: FastifyInstance, http: HttpConfig): void {
  server.addHook('onRequest', (request, _reply, done) => {
    if (isUpload(request, http)) uploading.add(request.raw.socket);
    done();
  });
  server.addHook('onSend', (request, reply, payload, done) => {
    if (isUpload(request, http) && !request.raw.complete) {
      void reply.header('connection', 'close');
      closeSoon(request.raw);
    }
    done(null, payload);
  });
  server.addHook('onResponse', (request, _reply, done) => {
    uploading.delete(request.raw.socket);
    done();
  });
}

/**
 * A file refused in its middle is not taken to its end, which may be gigabytes away. Node would destroy the connection with
 * the last byte of the answer: a client that still sends would get a reset, and with it lose the answer.
 */
function closeSoon(request: IncomingMessage): void {
  const { socket } = request;
  socket.destroySoon = () => {
    socket.end();
    request.resume();
    setTimeout(() => socket.destroy(), HEARING_MS).unref();
  };
}

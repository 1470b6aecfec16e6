import type { Server } from 'node:http';

/** Binds the server; a port that is taken or forbidden is thrown, not emitted. */
export function listenOn(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

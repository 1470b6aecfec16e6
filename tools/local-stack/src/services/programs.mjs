import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { get } from '../network/http-probe.mjs';
import { HOST } from '../network/loopback.mjs';
import { ROOT } from '../system/places.mjs';
import { Refusal } from '../system/refusal.mjs';
import { CONSOLE_PORT, ISSUER, SERVICES } from './catalogue.mjs';
import { serviceEnvironment } from './environment.mjs';

const urlOf = (port) => `http://${HOST}:${port}`;
/** A machine that has much else to do may be given more time. */
const READY_TIMEOUT_MS = Number(process.env.ANALYTICS_STACK_READY_MS ?? 120_000);

/**
 * The old generation as Node takes it of a container of 1.5 GB: of a machine with more it takes gigabytes before it collects its
 * garbage. The young one as in our images: what lives as long as its batch is copied less often, an eighth of all processor time.
 */
const HEAP = ['--max-old-space-size=750', '--max-semi-space-size=64'];

const isReadyOn = (port) => async () => (await get(port, '/health/ready', 5_000))?.status === 200;

/** A service as something that can be started and watched like a store. */
export function serviceProgram(service, context) {
  const main = path.join(ROOT, service.main);
  const managementPort = service.management.port + context.offset;
  const httpUrl = service.http && { url: urlOf(service.http.port + context.offset) };
  return {
    name: service.name,
    stopSignal: 'SIGTERM',
    readyTimeoutMs: READY_TIMEOUT_MS,
    prepare() {
      if (!existsSync(main)) {
        throw new Refusal(`${service.name} is not built (no ${service.main}): run \`npx nx run-many -t build\`.`);
      }
    },
    command: () => ({
      file: process.execPath,
      args: [...HEAP, '--enable-source-maps', main],
      wrap: ['nice', '-n', String(service.niceness ?? 0)],
      cwd: ROOT,
      env: serviceEnvironment(service, context),
    }),
    isReady: isReadyOn(managementPort),
    entry: () => ({ ...httpUrl, managementUrl: urlOf(managementPort) }),
  };
}

export const ingestionUrl = (offset) => urlOf(SERVICES.find(({ name }) => name === 'ingestion').http.port + offset);

export const issuerUrl = (offset) => urlOf(ISSUER.port + offset);

export function issuerProgram(data, offset) {
  const port = ISSUER.port + offset;
  return {
    name: ISSUER.name,
    stopSignal: 'SIGTERM',
    readyTimeoutMs: READY_TIMEOUT_MS,
    prepare: () => undefined,
    command: () => ({
      file: process.execPath,
      args: [fileURLToPath(new URL('../identity/issuer.mjs', import.meta.url))],
      cwd: data.root,
      env: { ISSUER_PORT: String(port), ISSUER_DATA_DIR: data.root, CONSOLE_URL: urlOf(CONSOLE_PORT + offset) },
    }),
    isReady: isReadyOn(port),
    entry: () => ({ url: urlOf(port), managementUrl: urlOf(port) }),
  };
}

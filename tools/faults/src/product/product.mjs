import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ROOT } from '../places.mjs';
import { stands } from './standing.mjs';

const CLI = path.join(ROOT, 'tools/local-stack/src/cli.mjs');
const PROXY = path.join(ROOT, 'tools/fault-proxy/dist/main.js');
const BASE = '/api/v1/analytics';
const run = promisify(execFile);

const json = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

/** Which port of a store stands behind its proxy. */
const BEHIND = { kafka: 'frontPort', clickhouse: 'port', postgres: 'port', redis: 'port', s3: 'port' };

/** A batch of the lake stays open for a minute; a row need not wait for that. */
const SETTINGS = { ingestion: { INGESTION_LAKE_BATCH_MS: '3000' } };

/** The whole product in a directory of its own, each store behind a fault proxy. */
export class Product {
  #proxy;
  #forget;

  constructor(directory) {
    this.directory = directory;
    this.#forget = stands(() => this.stop());
  }

  /** A row may need variables of services, a small disk for a store, or something in the directory beforehand. */
  static async start({ settings, mounts = [], prepare } = {}) {
    const product = new Product(mkdtempSync(path.join(tmpdir(), 'analytics-faults-')));
    try {
      for (const { folder, megabytes } of mounts) await product.#mount(folder, megabytes);
      const fronts = await product.#openProxies();
      const file = (...parts) => product.file(...parts);
      prepare?.(file);
      await product.#start(fronts, { ...SETTINGS, ...settings?.(file) });
      return product;
    } catch (error) {
      await product.stop().catch(() => undefined);
      throw error;
    }
  }

  get state() {
    return JSON.parse(readFileSync(path.join(this.directory, 'state.json'), 'utf8'));
  }

  file(...parts) {
    return path.join(this.directory, ...parts);
  }

  pid(name) {
    const { stores, services } = this.state;
    return (stores[name] ?? services[name]).pid;
  }

  pids() {
    const { stores, services } = this.state;
    return Object.fromEntries(Object.entries({ ...stores, ...services }).map(([name, { pid }]) => [name, pid]));
  }

  services() {
    return Object.keys(this.state.services).filter((name) => name !== 'issuer');
  }

  collect(events) {
    const { services, credentials } = this.state;
    return fetch(`${services.ingestion.url}${BASE}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json', 'x-write-key': credentials.writeKey },
      body: JSON.stringify(events),
      signal: AbortSignal.timeout(15_000),
    });
  }

  ask(route, role = 'platform_admin') {
    const { services, credentials } = this.state;
    return fetch(`${services['query-api'].url}${BASE}${route}`, {
      headers: { authorization: `Bearer ${credentials.tokens[role]}` },
      signal: AbortSignal.timeout(30_000),
    });
  }

  async isReady(name) {
    try {
      const { managementUrl } = this.state.services[name];
      return (await fetch(`${managementUrl}/health/ready`, { signal: AbortSignal.timeout(3_000) })).status === 200;
    } catch {
      return false;
    }
  }

  async allReady(withinMs = 90_000) {
    const until = Date.now() + withinMs;
    for (const name of this.services()) {
      while (!(await this.isReady(name))) {
        if (Date.now() > until) throw new Error(`${name} was not ready again after ${withinMs / 1000} s`);
        await pause(200);
      }
    }
  }

  async proxy(method, route, body) {
    const response = await fetch(`${this.#proxy.url}${route}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`the fault proxy answered ${response.status}: ${await response.text()}`);
  }

  keepLogs(place) {
    rmSync(place, { recursive: true, force: true });
    cpSync(this.file('logs'), place, { recursive: true });
  }

  async stop() {
    this.#forget();
    await run(process.execPath, [CLI, 'stop', '--data-dir', this.directory], { cwd: ROOT });
    this.#proxy?.child.kill();
    for (const folder of this.mounted ?? []) await run('umount', ['-l', folder]);
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }

  async #mount(folder, megabytes) {
    const place = this.file(folder);
    await run('mkdir', ['-p', '-m', '700', place]);
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'tmpfs', place]);
    this.mounted = [...(this.mounted ?? []), place];
  }

  async #openProxies() {
    const child = spawn(process.execPath, [PROXY], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, FAULT_PROXY_PORT: '0', FAULT_PROXY_EXIT_WITH_STDIN: '1' },
    });
    const url = await new Promise((resolve, reject) => {
      child.once('exit', () => reject(new Error('the fault proxy did not start: is it built?')));
      child.stdout.once('data', (line) => resolve(JSON.parse(line).url));
    });
    this.#proxy = { child, url };
    const fronts = {};
    for (const store of Object.keys(BEHIND)) {
      // Where the store will be is told as soon as it is known; until then whoever comes is refused.
      const body = { name: store, listen: '127.0.0.1:0', upstream: '127.0.0.1:9' };
      const response = await fetch(`${url}/proxies`, { method: 'POST', body: JSON.stringify(body) });
      fronts[store] = Number((await response.json()).listen.split(':')[1]);
    }
    return fronts;
  }

  async #start(fronts, settings) {
    const flags = ['--detach', '--no-demo', '--port-offset', 'auto', '--data-dir', this.directory];
    flags.push(
      '--front',
      Object.entries(fronts)
        .map(([store, port]) => `${store}=${port}`)
        .join(','),
    );
    writeFileSync(this.file('settings.json'), JSON.stringify(settings));
    flags.push('--settings', this.file('settings.json'));
    let ended = false;
    const starting = run(process.execPath, [CLI, 'start', ...flags], { cwd: ROOT, maxBuffer: 1e7 }).finally(
      () => (ended = true),
    );
    starting.catch(() => undefined);
    let ports;
    while (!ended && !(ports = json(this.file('ports.json')))?.s3) await pause(20);
    for (const [store, name] of Object.entries(BEHIND)) {
      if (ports?.[store]) {
        await this.proxy('POST', `/proxies/${store}`, { upstream: `127.0.0.1:${ports[store][name]}` });
      }
    }
    await starting;
  }
}

import { mkdirSync } from 'node:fs';
import { isDemoLoaded, loadDemo } from '../demo/demo-data.mjs';
import { trickleProgram } from '../demo/trickle-program.mjs';
import { clientsOf } from '../identity/clients.mjs';
import { signingKey } from '../identity/signing-key.mjs';
import { tokensForEveryRole } from '../identity/tokens.mjs';
import { vaultKeys } from '../identity/vault-keys.mjs';
import { SERVICES } from '../services/catalogue.mjs';
import { ingestionUrl, issuerProgram, issuerUrl, serviceProgram } from '../services/programs.mjs';
import { storeEnvironment } from '../services/environment.mjs';
import { frontedStores, settingsOf } from '../services/fronts.mjs';
import { storePorts } from '../stores/store-ports.mjs';
import { readJson, writeJson } from '../system/json-file.mjs';
import { Refusal } from '../system/refusal.mjs';
import { endRunningPrograms } from '../setup/run-program.mjs';
import { Keeper } from './keeper.mjs';
import { runTool } from './one-shot.mjs';
import { forget, Records } from './records.mjs';

const TOKEN_SECONDS = 12 * 3600;
const RENEW_TOKENS_MS = 6 * 3600 * 1000;
const SENDER_GRACE_MS = 5_000;
const SERVICE_GRACE_MS = 20_000;
const STORE_GRACE_MS = 15_000;
const MIGRATED = ['kafka', 'clickhouse', 'postgres'];

/** Everything that runs for one data directory, and the order in which it comes and goes. */
export class Stack {
  #keepers = { stores: [], services: [], senders: [] };
  #stopped;

  constructor({ data, stores, offset, restarts, demo, storesOnly, fronts, settings, report, say }) {
    Object.assign(this, { data, stores, offset, restarts, demo, storesOnly, fronts, settings, report, say });
    this.records = new Records(data, { keepers: this.#keepers, offset });
  }

  async start() {
    this.records.update();
    await this.#startStores();
    const credentials = this.storesOnly ? {} : await this.#startServices();
    this.#refuseWhenStopped();
    this.records.publish(credentials);
    if (!this.storesOnly) {
      setInterval(() => this.records.publish(this.#credentials(credentials.writeKey)), RENEW_TOKENS_MS).unref();
    }
  }

  /** Services first, so that they can still hand over what they hold; then what they stand on. */
  stop() {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop() {
    endRunningPrograms();
    await Promise.all(this.#keepers.senders.map((keeper) => keeper.stop(SENDER_GRACE_MS)));
    await Promise.all(this.#keepers.services.map((keeper) => keeper.stop(SERVICE_GRACE_MS)));
    await Promise.all(this.#keepers.stores.map((keeper) => keeper.stop(STORE_GRACE_MS)));
    forget(this.data);
  }

  async #startStores() {
    const ports = await storePorts(this.data, this.stores);
    await this.#startAll(
      'stores',
      this.stores.map((store) => ({
        program: store,
        place: { dir: this.data.file(store.name), ports: ports[store.name], front: this.fronts[store.name] },
      })),
    );
  }

  async #startServices() {
    const stores = Object.fromEntries(this.#keepers.stores.map((keeper) => [keeper.name, keeper.entry()]));
    const issuer = issuerUrl(this.offset);
    const context = {
      stores: frontedStores(stores, this.fronts),
      settings: this.settings,
      issuerUrl: issuer,
      ingestionUrl: ingestionUrl(this.offset),
      adminClient: clientsOf(this.data).admin,
      offset: this.offset,
      vaultKeys: vaultKeys(this.data),
      data: this.data,
    };
    const migrated = {
      ...storeEnvironment(MIGRATED, stores),
      MIGRATE_DOMAIN_TOPICS: 'true',
      ...settingsOf(this.settings, 'migrate'),
    };
    await this.#step('migrations', () => this.#tool('migrate', ['apply'], migrated));
    const services = SERVICES.map((service) => ({ program: serviceProgram(service, context), place: {} }));
    // No service needs the key to start; what it costs to get it is hidden behind their start.
    const [writeKey] = await allOrFirstFailure([
      this.#step('write key', () => this.#writeKey(stores)),
      this.#startAll('services', [{ program: issuerProgram(this.data, this.offset), place: {} }, ...services]),
    ]);
    if (this.demo) await this.#demo(writeKey);
    return this.#credentials(writeKey);
  }

  /** The same key from start to start: a person has it in a terminal, or in a client. */
  async #writeKey(stores) {
    const file = this.data.file('write-key.json');
    const env = { ...storeEnvironment(['postgres'], stores), ...given('WRITE_KEY', readJson(file)?.writeKey) };
    const { writeKey } = lastJson(await runTool('seed', ['write-key'], { env, owner: this.data.owner }));
    writeJson(file, { writeKey });
    return writeKey;
  }

  /** Two months of a store, loaded once for a data directory, and then the store living on. */
  async #demo(writeKey) {
    const title = 'demo data';
    const services = Object.fromEntries(this.#keepers.services.map((keeper) => [keeper.name, keeper.entry()]));
    const onLine = (text) => this.report({ step: title, text });
    if (isDemoLoaded(this.data)) this.report({ step: title, note: 'already there' });
    else await this.#step(title, () => loadDemo(this.data, { services, writeKey, onLine }));
    const program = trickleProgram(this.data, { ingestionUrl: services.ingestion.url, writeKey });
    await this.#startAll('senders', [{ program, place: {} }]);
  }

  #credentials(writeKey) {
    const issuer = issuerUrl(this.offset);
    const { service } = clientsOf(this.data);
    const tokens = tokensForEveryRole(signingKey(this.data), issuer, TOKEN_SECONDS);
    return { writeKey, tokens, issuerUrl: issuer, serviceClient: service };
  }

  #tool(tool, args, env) {
    const log = `${tool}-${args[0]}.log`;
    return runTool(tool, args, { env, owner: this.data.owner, logFile: this.data.file('logs', log) });
  }

  async #startAll(kind, programs) {
    await allOrFirstFailure(
      programs.map(async ({ program, place }) => {
        if (place.dir !== undefined) mkdirSync(place.dir, { recursive: true, mode: 0o700 });
        const keeper = this.#keeper(program, place);
        this.#keepers[kind].push(keeper);
        await this.#step(program.name, () => keeper.start());
      }),
    );
  }

  #keeper(program, place) {
    return new Keeper({
      program,
      place,
      owner: this.data.owner,
      logFile: this.data.file('logs', `${program.name}.log`),
      restarts: this.restarts,
      onPid: () => this.#recordPids(),
      say: this.say,
    });
  }

  #recordPids() {
    try {
      this.records.update();
    } catch (error) {
      // A full disk must not end what still runs; the next change writes again.
      this.say(`the state file could not be written: ${error.message}`);
    }
  }

  async #step(title, run) {
    this.#refuseWhenStopped();
    this.report({ step: title, begins: true });
    try {
      const result = await run();
      this.report({ step: title });
      return result;
    } catch (error) {
      this.report({ step: title, failed: true });
      throw error;
    }
  }

  #refuseWhenStopped() {
    if (this.#stopped !== undefined) throw new Refusal('The start was interrupted.');
  }
}

function lastJson(output) {
  const line = output.split('\n').findLast((text) => text.startsWith('{'));
  return JSON.parse(line);
}

const given = (name, value) => (value === undefined ? {} : { [name]: value });

/** Side by side; when one fails, the others are left to finish so that each can be stopped cleanly. */
async function allOrFirstFailure(promises) {
  const results = await Promise.allSettled(promises);
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return results.map(({ value }) => value);
}

import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { ClickHouseConfig } from '../clickhouse.config';
import { engineCodeOf, neverConnected } from '../errors/translate-error';
import { HostRing } from './host-ring';
import { nicenessSettings } from './settings';

/** Below the shortest keep-alive of a server, so that a socket is never used in the moment the server closes it. */
const IDLE_SOCKET_MS = 2_500;
/** Longer than any statement may take, which says nothing until it is done. */
const FORGOTTEN_SOCKET_MS = 2 * 3_600_000;

/** One client per server and the rule for which of them to ask. */
export class Connections {
  readonly #clients: readonly ClickHouseClient[];
  readonly #ring: HostRing;

  constructor(config: ClickHouseConfig, database = config.database) {
    this.#clients = config.hosts.map((host) => clientOf(config, host, database));
    this.#ring = new HostRing(config.hosts.length, config.hostPauseMs);
  }

  /** Reading twice does no harm: any lost connection is tried again, on the next server where there is one. */
  read<T>(use: (client: ClickHouseClient) => Promise<T>, stop: () => boolean): Promise<T> {
    const tries = Math.max(2, this.#clients.length);
    return this.#attempt(tries, (error) => engineCodeOf(error) === undefined && !stop(), use);
  }

  /** A write moves on only where nothing was sent: otherwise the caller repeats it under the same token. */
  write<T>(use: (client: ClickHouseClient) => Promise<T>, stop: () => boolean): Promise<T> {
    return this.#attempt(this.#clients.length, (error) => neverConnected(error) && !stop(), use);
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
  }

  async #attempt<T>(
    tries: number,
    again: (error: unknown) => boolean,
    use: (client: ClickHouseClient) => Promise<T>,
  ): Promise<T> {
    const order = this.#ring.order(Date.now());
    for (let attempt = 0; ; attempt++) {
      const host = order[attempt % order.length] as number;
      try {
        const result = await use(this.#clients[host] as ClickHouseClient);
        this.#ring.answered(host);
        return result;
      } catch (error) {
        if (neverConnected(error)) this.#ring.failed(host, Date.now());
        if (attempt + 1 >= tries || !again(error)) throw error;
      }
    }
  }
}

function clientOf(config: ClickHouseConfig, host: string, database: string): ClickHouseClient {
  return createClient({
    url: `${config.tls ? 'https' : 'http'}://${host}`,
    username: config.user,
    password: config.password,
    database,
    application: `analytics-${config.pool}`,
    max_open_connections: config.maxOpenConnections,
    clickhouse_settings: nicenessSettings(config.niceness),
    // Each call has a deadline of its own, of half an hour for a rebuild; this one is for a socket that nobody watches any more.
    request_timeout: FORGOTTEN_SOCKET_MS,
    keep_alive: { enabled: true, idle_socket_ttl: IDLE_SOCKET_MS },
    // Long lists of values do not fit a request line; the client then sends them as form fields.
    use_multipart_params_auto: true,
    // The client's log quotes statements with their values; ours names the statement and the code.
    log: { level: ClickHouseLogLevel.OFF },
  });
}

const text = { type: 'string' };
const yes = { type: 'boolean' };
const place = { 'data-dir': text };

/** What can be typed. A command's code is loaded only when it is called. */
export const COMMANDS = {
  start: {
    usage:
      'start [--detach] [--no-demo] [--stores-only] [--stores a,b] [--no-supervise] [--port-offset N|auto] [--data-dir D]' +
      ' [--front store=port,…] [--settings FILE]',
    summary: 'installs what is missing, builds, starts stores and services, migrates, loads demo data',
    flags: {
      ...place,
      detach: yes,
      'no-demo': yes,
      'stores-only': yes,
      stores: text,
      'no-supervise': yes,
      'port-offset': text,
      front: text,
      settings: text,
    },
    load: async () => (await import('./start.mjs')).start,
  },
  stop: {
    usage: 'stop [--data-dir D]',
    summary: 'stops services, then stores; nothing is left running',
    flags: place,
    load: async () => (await import('./stop.mjs')).stop,
  },
  status: {
    usage: 'status [--json] [--data-dir D]',
    summary: 'tells what runs and how it is',
    flags: { ...place, json: yes },
    load: async () => (await import('./status.mjs')).status,
  },
  reset: {
    usage: 'reset [--yes] [--data-dir D]',
    summary: 'asks, then stops the stack and removes its local data',
    flags: { ...place, yes },
    load: async () => (await import('./reset.mjs')).reset,
  },
  seed: {
    usage: 'seed [--users N] [--again] [--data-dir D]',
    summary: 'loads the demo data into a stack that runs; what is there already is not changed',
    flags: { ...place, users: text, again: yes },
    load: async () => (await import('./seed.mjs')).seed,
  },
  token: {
    usage: 'token --role R [--developer-id D] [--sub S] [--user-id U] [--scope "a b"] [--ttl 1h] [--data-dir D]',
    summary: 'prints a JWT signed by the local issuer',
    flags: { ...place, role: text, 'developer-id': text, sub: text, 'user-id': text, scope: text, ttl: text },
    load: async () => (await import('./token.mjs')).token,
  },
  logs: {
    usage: 'logs <service> [--follow] [--data-dir D]',
    summary: 'prints the log of a service, a store, the supervisor or a set-up step',
    words: 1,
    flags: { ...place, follow: { type: 'boolean', short: 'f' } },
    load: async () => (await import('./logs.mjs')).logs,
  },
  packages: {
    usage: 'packages',
    summary: 'installs the npm packages of the lock file unless they are there',
    flags: {},
    load: async () => (await import('./packages.mjs')).packages,
  },
  browser: {
    usage: 'browser',
    summary: 'installs the browser that tests of the console need unless it is there',
    flags: {},
    load: async () => (await import('./browser.mjs')).browser,
  },
  store: {
    usage: 'store <kind> --data-dir D [--port P]',
    summary: 'runs one store in the foreground, for tests',
    words: 1,
    flags: { ...place, port: text },
    load: async () => (await import('./store.mjs')).store,
  },
};

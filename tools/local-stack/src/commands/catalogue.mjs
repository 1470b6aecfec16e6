const text = { type: 'string' };
const yes = { type: 'boolean' };

/** What can be typed. A command's code is loaded only when it is called. */
export const COMMANDS = {
  store: {
    usage: 'store <kind> --data-dir D [--port P]',
    summary: 'runs one store in the foreground, for tests',
    words: 1,
    flags: { 'data-dir': text, port: text },
    load: async () => (await import('./store.mjs')).store,
  },
};

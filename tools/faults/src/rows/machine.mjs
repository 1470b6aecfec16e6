import { existsSync, writeFileSync } from 'node:fs';

/** Rows about the clock. */
const LIBRARIES = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1',
];
const library = LIBRARIES.find((file) => existsSync(file));
const CLOCK = 'clock.txt';
const set = (stage, offset) => {
  writeFileSync(stage.product.file(CLOCK), `${offset}\n`);
  stage.note(`the clock of the stream processor says ${offset}`);
};

export const rows = [
  {
    id: 'F38',
    title: 'the clock of the stream processor jumps by an hour, forward and back, and to 2038',
    scaled: 'the clock of the process that fills the warehouse',
    missing: library === undefined ? 'libfaketime is not installed (Debian: apt-get install libfaketime)' : undefined,
    settings: (file) => ({
      'stream-processor': {
        LD_PRELOAD: library,
        FAKETIME_TIMESTAMP_FILE: file(CLOCK),
        FAKETIME_NO_CACHE: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
      },
    }),
    prepare: (file) => writeFileSync(file(CLOCK), '+0\n'),
    inject: async (stage) => {
      for (const offset of ['+1h', '-1h', '+4300d']) {
        set(stage, offset);
        await stage.pause(5_000);
      }
      set(stage, '+0');
    },
  },
];

/** Defects planted on purpose, each with the suite that has to notice it. A mutant and its suite lie in the same project. */
const SINK = 'apps/stream-processor';
const DOMAIN = 'libs/domain';

export const MUTANTS = [
  {
    name: 'commit-before-insert',
    what: 'the ledger says that a range is stored before it is',
    project: SINK,
    suite: 'range-sink.model.spec',
  },
  {
    name: 'hints-trusted-after-flush',
    what: 'hints of duplicates are trusted although Redis forgot them',
    project: SINK,
    suite: 'warehouse-sink.int-spec',
    test: 'when Redis has forgotten all of it',
  },
  {
    name: 'offset-hint-over-ledger',
    what: "the group's offset is believed, not the ledger",
    project: SINK,
    suite: 'range-sink.model.spec',
  },
  {
    name: 'random-session-id',
    what: 'a session is called something else each time it is computed',
    project: DOMAIN,
    suite: 'store-session.spec',
  },
  {
    name: 'scope-dropped',
    what: 'a developer is answered about the games of all',
    project: DOMAIN,
    suite: 'statements/statements.spec',
  },
];

// What cleaning an event costs: the steps of intake with everything but the stores, and its core beside the parsing of JSON.
import { createRequire } from 'node:module';
import { events } from './events.mjs';

const EVENTS = 5_000;
const BATCH = 1_000;
const BUDGET = 18.2;

/** Built code is asked for when a row is measured: the list of rows needs no build. */
function product() {
  const require = createRequire(import.meta.url);
  require('reflect-metadata');
  const { CATALOGUE, COLLECTED_TOPIC } = require('@analytics/contracts');
  const { subjectKey } = require('@analytics/domain');
  const { EventValidators } = require('../dist/checks/event-validators.js');
  const { KnownSchemas } = require('../dist/registry/known-schemas.js');
  const { SchemaCounts } = require('../dist/registry/schema-counts.js');
  const { IngestionConfig } = require('../dist/config.js');
  const { IntakeConfig } = require('../dist/intake/intake.config.js');
  const { IntakeService } = require('../dist/intake/intake.service.js');
  const { IntakeSteps } = require('../dist/intake/intake-steps.js');
  const { RefusedPeople } = require('../dist/intake/refused-people.js');
  const { SurroundingsReader } = require('../dist/intake/enrich/surroundings.js');
  const { LastPlaces } = require('../dist/intake/enrich/last-places.js');
  const { knownEvent } = require('../dist/intake/steps/known-event.js');
  const { identifiedEvent } = require('../dist/intake/steps/identified-event.js');
  const { cleanEvent } = require('../dist/intake/steps/clean-event.js');
  const { collectedRecord } = require('../dist/collected-record.js');

  const schemas = new KnownSchemas();
  for (const entry of CATALOGUE) schemas.put({ ...entry, mode: 'reject' });
  const validators = new EventValidators(schemas, new SchemaCounts());
  const numbers = new Map();
  const numberOf = (subject) => {
    const name = subjectKey(subject);
    return numbers.get(name) ?? numbers.set(name, numbers.size + 1).get(name);
  };
  const identities = {
    identify: (subjects) => {
      for (const subject of subjects) numberOf(subject);
      return Promise.resolve({ numbers, erased: new Set() });
    },
    link: () => Promise.resolve(),
    lookUp: () => Promise.resolve({ numbers, erased: new Set() }),
    standInsOf: () => [],
  };
  const config = Object.assign(new IntakeConfig(), { lastKnownAccounts: 200_000 });
  const store = { read: () => Promise.resolve([]), write: () => Promise.resolve() };
  const agents = { of: () => undefined };
  const lastPlaces = new LastPlaces(store, config);
  const surroundings = new SurroundingsReader(agents, agents, lastPlaces, config);
  const ingestion = Object.assign(new IngestionConfig(), { intake: config, imports: { timeBehindMs: 1 } });
  const kafka = { send: (records) => Promise.resolve(records.map((record) => Buffer.from(record.value))) };
  const steps = new IntakeSteps(validators, surroundings, ingestion);
  const intake = new IntakeService(steps, identities, lastPlaces, new RefusedPeople(identities), kafka);
  const recordOf = (event, index) => {
    const written = collectedRecord(event, JSON.stringify(event), { receivedAt: new Date(), writeKeyId: 'bench' });
    const { key, value, headers } = written;
    const place = { topic: COLLECTED_TOPIC, partition: 0, offset: BigInt(index), timestampMs: Date.now() };
    return { ...place, key: Buffer.from(key), value: Buffer.from(value), headers };
  };
  return { validators, identities, intake, recordOf, knownEvent, identifiedEvent, cleanEvent, numbers };
}

async function core(harness) {
  const { validators, knownEvent, identifiedEvent, cleanEvent, identities, numbers } = product();
  const bodies = events(EVENTS).map((event) => Buffer.from(JSON.stringify(event)));
  const surroundings = {
    country: null,
    platform: 'web',
    device_family: null,
    os_family: null,
    browser_family: null,
    is_bot: false,
    is_staff: false,
  };
  const people = { numbers };
  const receivedAt = new Date();
  const clean = (body) => {
    const event = JSON.parse(body.toString('utf8'));
    const known = knownEvent(validators, { event, fingerprint: '', receivedAt, importId: null, caller: {} });
    if (!known.ok) throw new Error(known.refusal.detail);
    identities.identify(known.value.subjects);
    const timely = known.value;
    timely.occurredAt = timely.sentAt = timely.effectiveAt = receivedAt;
    const { value: identified } = identifiedEvent(people, timely);
    identified.surroundings = surroundings;
    const cleaned = cleanEvent(identified);
    if (!cleaned.ok) throw new Error(cleaned.refusal.detail);
    return Buffer.from(JSON.stringify(cleaned.value.event)).length;
  };
  let sum = 0;
  const found = await harness.interleaved(
    {
      parse: () => {
        for (const body of bodies) sum += JSON.parse(body.toString('utf8')).id.length;
      },
      clean: () => {
        for (const body of bodies) sum += clean(body);
      },
    },
    { events: EVENTS, rounds: 9, warmUp: 4 },
  );
  if (sum === 0) throw new Error('nothing was done');
  const notes = [
    `JSON.parse ${found.parse.cpu.toFixed(2)} µs; with it validated by the registry, pseudonymised, scrubbed of personal data in texts and written anew ${found.clean.cpu.toFixed(2)} µs`,
  ];
  return { value: [found.clean.cpu / found.parse.cpu], notes };
}

async function wholeIntake(harness) {
  const { intake, recordOf } = product();
  const rounds = new Map();
  const batchesOf = () => {
    const records = events(EVENTS).map(recordOf);
    return Array.from({ length: EVENTS / BATCH }, (_, index) => records.slice(index * BATCH, (index + 1) * BATCH));
  };
  for (let round = -2; round < 7; round += 1) rounds.set(round, batchesOf());
  const found = await harness.interleaved(
    {
      intake: async (round) => {
        for (const batch of rounds.get(round)) {
          const outcomes = await intake.takeIn(batch);
          if (outcomes.some(({ status }) => status !== 'kept')) throw new Error('an event was refused');
        }
      },
    },
    { events: EVENTS },
  );
  return { value: [found.intake.cpu] };
}

export const rows = [
  {
    id: 'R2',
    what: 'parse, validate, pseudonymise and write anew ÷ JSON.parse of the same buffers',
    unit: '×',
    goal: [2.5],
    measure: core,
  },
  {
    id: 'intake-cpu',
    what: 'processor time of intake per event, batches of 1000, without Kafka and vault, beside the budget with Kafka',
    unit: ' µs',
    goal: [BUDGET],
    measure: wholeIntake,
  },
];

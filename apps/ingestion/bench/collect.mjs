// What taking events over HTTP costs the collector's process: processor time per event, beside the floor of a plain server, and
// sent one by one beside sent by the hundred.
import { Agent, request } from 'node:http';
import path from 'node:path';
import { events } from './events.mjs';

const CONNECTIONS = 8;
const BATCH = 100;
const BATCHES = 150;
const SINGLES = 2_000;
const here = (name) => path.join(import.meta.dirname, name);

const batches = () => Array.from({ length: BATCHES }, () => JSON.stringify(events(BATCH)));
const singles = () => events(SINGLES).map((event) => JSON.stringify(event));

function post(url, agent, body) {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-write-key': 'wk_0123456789012345678901234567890123456789012',
    };
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      if (answer.statusCode !== 202) reject(new Error(`answered ${answer.statusCode}`));
      answer.resume().on('end', resolve);
    });
    sent.on('error', reject).end(body);
  });
}

/** A few clients at a time, each waiting for its answer. */
async function sendAll(url, bodies) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const left = [...bodies];
  const client = async () => {
    for (let body = left.pop(); body !== undefined; body = left.pop()) await post(url, agent, body);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  agent.destroy();
}

const BUDGET = { http: 3.7, work: 18.2 };
let both;

/** The same bytes to both; each round brings events that neither has seen. */
async function besidePlain(harness) {
  const plain = await harness.server(here('plain.server.mjs'));
  const collector = await harness.server(here('collect.server.mjs'));
  const rounds = new Map();
  const bodiesOf = (round) => rounds.get(round) ?? rounds.set(round, batches()).get(round);
  return harness.interleaved(
    {
      plain: (round) => sendAll(plain.url, bodiesOf(round)),
      collector: (round) => sendAll(collector.url, bodiesOf(round)),
    },
    { events: BATCH * BATCHES, cpu: { plain: plain.cpu, collector: collector.cpu } },
  );
}

/** The plain server beside it says how much of the difference is the price of any request here. */
async function oneByOne(harness) {
  const collector = await harness.server(here('collect.server.mjs'));
  const plain = await harness.server(here('plain.server.mjs'));
  const many = BATCH * BATCHES;
  const found = await harness.interleaved(
    {
      single: () => sendAll(collector.url, singles()),
      hundred: () => sendAll(collector.url, batches()),
      plainSingle: () => sendAll(plain.url, singles()),
      plainHundred: () => sendAll(plain.url, batches()),
    },
    {
      events: { single: SINGLES, hundred: many, plainSingle: SINGLES, plainHundred: many },
      cpu: { single: collector.cpu, hundred: collector.cpu, plainSingle: plain.cpu, plainHundred: plain.cpu },
    },
  );
  const { single, hundred, plainSingle, plainHundred } = found;
  const ratio = plainSingle.cpu / plainHundred.cpu;
  const notes = [
    `one by one ${single.cpu.toFixed(1)} µs, by the hundred ${hundred.cpu.toFixed(1)} µs per event`,
    `plain node:http: ${plainSingle.cpu.toFixed(1)} and ${plainHundred.cpu.toFixed(1)} µs, ${ratio.toFixed(1)}×`,
  ];
  return { value: [single.cpu / hundred.cpu], notes };
}

export const rows = [
  {
    id: 'R3',
    what: 'collector ÷ node:http that parses the same bodies of 100 events, no Kafka',
    unit: '×',
    goal: [2.5],
    measure: async (harness) => {
      both = await besidePlain(harness);
      const notes = [`plain ${both.plain.cpu.toFixed(1)} µs, collector ${both.collector.cpu.toFixed(1)} µs per event`];
      return { value: [both.collector.cpu / both.plain.cpu], notes };
    },
  },
  {
    id: 'R4',
    what: 'an event in a POST of its own ÷ one of 100 in a POST',
    unit: '×',
    goal: [5],
    measure: oneByOne,
  },
  {
    id: 'collect-cpu',
    what: 'processor time of collect per event, bodies of 100, without Kafka, beside the budget with it',
    unit: ' µs',
    goal: [BUDGET.http + BUDGET.work],
    measure: async (harness) => {
      both ??= await besidePlain(harness);
      return { value: [both.collector.cpu] };
    },
  },
];

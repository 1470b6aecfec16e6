import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { untilCounted } from './counted';
import { Progress } from './progress';

const lag = (group: string, records: number): string =>
  `kafka_consumer_lag_records{group="${group}",topic="t",partition="0"} ${records}\n`;
const ledger = (records: number): string => `warehouse_ledger_lag_records{topic="t",partition="0"} ${records}\n`;
const QUIET =
  lag('ingestion.intake', 0) + lag('stream-processor.warehouse', 0) + lag('stream-processor.derived', 0) + ledger(0);

/** What the service says, look by look. */
const LOOKS = [
  QUIET.replaceAll(' 0', ' 60'),
  QUIET,
  QUIET.replace(ledger(0), ledger(20)),
  QUIET.replace(lag('ingestion.intake', 0), ''),
  QUIET + 'ingestion_spool_records 70\n',
  'ingestion_spool_records 0\n# a service that has just started\n',
  lag('ingestion.lake', 500) + QUIET,
];

describe('waiting until everything is counted', () => {
  let server: Server;
  let looks = 0;

  beforeAll(async () => {
    server = createServer((_, response) => {
      response.end(LOOKS[Math.min(looks, LOOKS.length - 1)]);
      looks += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  it('believes only several quiet looks in a row, and leaves the lake out', async () => {
    const lines: string[] = [];
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await untilCounted([url], 100, new Progress((line) => lines.push(line)));
    expect(looks).toBe(LOOKS.length - 1 + 4);
    expect(lines[0]).toContain('counted 40 %, 40 events');
  }, 20_000);
});

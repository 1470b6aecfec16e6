import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { typescriptProgram } from '@analytics/testing';
import { untilTrue } from './service.fixture';

interface Line {
  readonly [field: string]: unknown;
}

/** The service as a process of its own, as a supervisor sees it. */
class ServiceProcess {
  private text = '';
  errors = '';
  readonly ended: Promise<{ code: number | null; signal: string | null }>;
  private readonly child: ChildProcess;

  constructor(env: Record<string, string>) {
    const main = join(__dirname, 'start-service.main.fixture.ts');
    this.child = spawn(process.execPath, typescriptProgram(main), {
      env: { ANALYTICS_BIND_ADDRESS: '127.0.0.1', TEST_SECRET: 'hunter2', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk) => (this.text += String(chunk)));
    this.child.stderr?.on('data', (chunk) => (this.errors += String(chunk)));
    this.ended = new Promise((resolve) => this.child.on('close', (code, signal) => resolve({ code, signal })));
  }

  get output(): string {
    return this.text;
  }
  get lines(): Line[] {
    const whole = this.text.slice(0, this.text.lastIndexOf('\n') + 1);
    return whole
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);
  }
  async started(): Promise<{ url: string; managementUrl: string }> {
    await this.told('started');
    return this.lines.find((line) => line['msg'] === 'started') as unknown as { url: string; managementUrl: string };
  }
  told(what: string): Promise<void> {
    return untilTrue(() => this.lines.some((line) => line['msg'] === what));
  }
  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}

describe('a service process', () => {
  let service: ServiceProcess;
  const start = (env: Record<string, string> = {}) => (service = new ServiceProcess(env));
  afterEach(async () => {
    service.kill('SIGKILL');
    await service.ended;
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('finishes what runs at %s and ends with exit code 0', async (signal) => {
    const { url, managementUrl } = await start().started();
    expect((await fetch(`${managementUrl}/health/ready`)).status).toBe(503);
    expect((await fetch(`${managementUrl}/health/live`)).status).toBe(200);
    const answer = fetch(`${url}/slow`);
    await service.told('slow request came');
    service.kill(signal);
    expect(await (await answer).json()).toEqual({ done: true });
    expect(await service.ended).toEqual({ code: 0, signal: null });
    expect(service.lines.some((line) => line['msg'] === 'stopping' && line['signal'] === signal)).toBe(true);
    expect(service.errors).toBe('');
  });

  it('ends with exit code 1 when something hangs over the deadline, and names it', async () => {
    await start({ TEST_HANG: 'true', SHUTDOWN_DEADLINE_MS: '2000' }).started();
    service.kill('SIGTERM');
    expect(await service.ended).toEqual({ code: 1, signal: null });
    const told = service.lines.find((line) => line['msg'] === 'the stop did not finish');
    expect(told).toMatchObject({ level: 'error', unfinished: ['modules (too slow)'] });
  });

  it.each([
    ['/crash', 'uncaughtException'],
    ['/reject', 'unhandledRejection'],
  ])('logs an unexpected error (%s) and ends with exit code 1', async (path, event) => {
    const { url } = await start().started();
    await fetch(`${url}${path}`, { method: 'POST' });
    expect(await service.ended).toEqual({ code: 1, signal: null });
    expect(service.lines.find((line) => line['level'] === 'fatal')).toMatchObject({ event, err: { type: 'Error' } });
  });

  it('says in one line which variable is wrong, without its value, and ends with exit code 1', async () => {
    start({ TEST_SECRET: '', TEST_HTTP_PORT: 'hunter2' });
    expect(await service.ended).toEqual({ code: 1, signal: null });
    expect(service.lines).toHaveLength(1);
    expect(service.lines[0]).toMatchObject({ level: 'fatal', msg: 'the service did not start' });
    for (const problem of ['TEST_HTTP_PORT: it must be an integer number', 'TEST_SECRET: it should not be empty']) {
      expect(service.lines[0]?.['reason']).toContain(problem);
    }
    expect(service.output + service.errors).not.toMatch(/hunter2|at .*\.ts:/);
  });

  it('says in one line which port is taken and ends with exit code 1', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    start({ TEST_MANAGEMENT_PORT: `${port}` });
    expect(await service.ended).toEqual({ code: 1, signal: null });
    const reasons = service.lines.filter((line) => line['level'] === 'fatal').map((line) => line['reason']);
    expect(reasons).toEqual([expect.stringContaining(`port ${port} on 127.0.0.1 is taken`)]);
    expect(service.output + service.errors).not.toMatch(/at .*\.ts:/);
    other.close();
  });
});

import type { Type } from '@nestjs/common';
import { IsInt, Max, Min } from 'class-validator';
import { Env } from '../config/env.decorator';
import { ServiceConfig } from '../config/service.config';
import { createService } from './create-service';
import type { CreateServiceOptions, RunningService } from './service-options';

/** A service as an app would configure it, with a public listener. */
export class TestConfig extends ServiceConfig {
  /** Port of the public listener. */
  @Env('TEST_HTTP_PORT') @IsInt() @Min(0) @Max(65_535) override httpPort: number = 0;
  /** Port of health checks and metrics. */
  @Env('TEST_MANAGEMENT_PORT') @IsInt() @Min(0) @Max(65_535) managementPort: number = 0;
}

/** A worker: no public listener. */
export class TestWorkerConfig extends ServiceConfig {
  managementPort = 0;
}

export interface LogLine {
  readonly [field: string]: unknown;
}

export interface TestService extends RunningService {
  readonly log: readonly LogLine[];
  /** Everything that was written, as it was written. */
  readonly logText: () => string;
}

export async function startTestService(
  module: Type,
  options: Partial<CreateServiceOptions> = {},
): Promise<TestService> {
  const lines: string[] = [];
  const service = await createService({
    name: 'test-service',
    module,
    config: TestConfig,
    logTo: { write: (line: string) => void lines.push(line) },
    ...options,
    env: { ANALYTICS_BIND_ADDRESS: '127.0.0.1', LOG_LEVEL_ANALYTICS: 'debug', ...options.env },
  });
  return Object.create(service, {
    log: { get: () => lines.map((line) => JSON.parse(line) as LogLine) },
    logText: { value: () => lines.join('') },
  }) as TestService;
}

export async function untilTrue(check: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await check())) {
    if (performance.now() > end) throw new Error('did not become true in time');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

import { once } from 'node:events';
import { Controller, Get, Injectable, Module, type OnModuleDestroy, type OnModuleInit, Post } from '@nestjs/common';
import { IsBoolean, IsNotEmpty, IsString } from 'class-validator';
import { Public } from '../auth/route-access';
import { Env } from '../config/env.decorator';
import { ReadinessRegistry } from '../health/readiness-registry';
import { TestConfig } from './service.fixture';
import { startService } from './start-service';

/** A whole service for tests that start a process. */
class MainConfig extends TestConfig {
  /** Something that must be set. */
  @Env('TEST_SECRET') @IsString() @IsNotEmpty() secret: string;
  /** Whether the stop hangs. */
  @Env('TEST_HANG') @IsBoolean() hangs: boolean = false;
}

@Public()
@Controller()
class MainController {
  /** Done only after the stop began. */
  @Get('slow') async slow(): Promise<{ done: true }> {
    process.stdout.write(`${JSON.stringify({ msg: 'slow request came' })}\n`);
    await Promise.race(['SIGTERM', 'SIGINT'].map((signal) => once(process, signal)));
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { done: true };
  }
  @Post('crash') crash(): void {
    setTimeout(() => {
      throw new Error('nobody expected this');
    }, 0);
  }
  @Post('reject') reject(): void {
    void Promise.reject(new Error('nobody waits for this'));
  }
}

@Injectable()
class AwayStore implements OnModuleInit, OnModuleDestroy {
  constructor(
    private readonly readiness: ReadinessRegistry,
    private readonly config: MainConfig,
  ) {}
  onModuleInit(): void {
    this.readiness.register({ name: 'kafka', check: () => Promise.reject(new Error('away')) });
  }
  async onModuleDestroy(): Promise<void> {
    if (this.config.hangs) await new Promise(() => undefined);
  }
}
@Module({ controllers: [MainController], providers: [AwayStore] })
class MainModule {}

void startService({ name: 'main-test', module: MainModule, config: MainConfig });

import { IsInt, Min } from 'class-validator';
import { Env } from '../env.decorator';

export class ShutdownConfig {
  /** How long the service says "not ready" before it stops taking work, in milliseconds: time for a load balancer to notice. */
  @Env('SHUTDOWN_NOTICE_MS', { yaml: 'shutdown.notice_ms' })
  @IsInt()
  @Min(0)
  noticeMs: number = 0;

  /** Longest the whole stop may take, in milliseconds; then the process ends with exit code 1 and names what hung. */
  @Env('SHUTDOWN_DEADLINE_MS', { yaml: 'shutdown.deadline_ms' })
  @IsInt()
  @Min(100)
  deadlineMs: number = 25_000;
}

import { IsIn } from 'class-validator';
import { Env } from '../env.decorator';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export class LogConfig {
  /** Least severe level that is written: fatal, error, warn, info, debug, trace or silent. */
  @Env('LOG_LEVEL_ANALYTICS', { yaml: 'logging.level' })
  @IsIn(LOG_LEVELS)
  level: string = 'info' satisfies LogLevel;
}

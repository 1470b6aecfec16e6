import type { LoggerService } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { type DestinationStream, type Logger as Pino, pino } from 'pino';
import { currentRequest } from '../context/request-context';
import { redacted, redactedText } from './redaction';

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** Nest tells every module and route at start; that is for someone who debugs the start, not for an operator. */
const FRAMEWORK = new Set(['InstanceLoader', 'RouterExplorer', 'RoutesResolver', 'NestFactory', 'NestApplication']);

export interface JsonLoggerOptions {
  readonly service: string;
  readonly level: string;
  /** Where lines go; standard output unless a test listens. */
  readonly destination?: DestinationStream;
}

/** One JSON object a line: time, level, service, the trace and request it belongs to; never a secret. */
export class JsonLogger implements LoggerService {
  private readonly pino: Pino;

  constructor(options: JsonLoggerOptions) {
    this.pino = pino(
      {
        level: options.level,
        base: { service: options.service, pid: process.pid },
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
        mixin: whereWeAre,
        // What we write is plain already; pino would take an object with a message for an error and change it.
        serializers: { err: (value: unknown) => value },
      },
      options.destination ?? pino.destination({ fd: 1, sync: true }),
    );
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(level: Level, message: unknown, rest: readonly unknown[]): void {
    const last = rest.at(-1);
    const context = typeof last === 'string' ? last : undefined;
    const actual = level === 'info' && context !== undefined && FRAMEWORK.has(context) ? 'debug' : level;
    if (!this.pino.isLevelEnabled(actual)) return;
    const details = rest.slice(0, context === undefined ? undefined : -1).filter((item) => item !== undefined);
    this.pino[actual]({ ...(context === undefined ? {} : { context }), ...fields(message), ...extra(details) });
  }
}

function fields(message: unknown): object {
  if (message instanceof Error) return { msg: redactedText(message.message), err: redacted(message) };
  if (typeof message === 'object' && message !== null) return redacted(message) as object;
  return { msg: redactedText(String(message)) };
}

function extra(details: readonly unknown[]): object {
  if (details.length === 0) return {};
  const error = details.find((item) => item instanceof Error);
  return error === undefined ? { details: redacted(details) } : { err: redacted(error) };
}

function whereWeAre(): object {
  const span = trace.getActiveSpan()?.spanContext();
  const request = currentRequest();
  return {
    ...(span === undefined ? {} : { trace_id: span.traceId, span_id: span.spanId }),
    ...(request === undefined ? {} : { request_id: request.requestId }),
  };
}

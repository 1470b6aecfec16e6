import { type Attributes, context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const FIELDS = ['traceparent', 'tracestate'] as const;
const tracer = () => trace.getTracer('analytics');

/** Runs the work inside a span of its own; a failure marks the span and is thrown on. */
export async function inSpan<T>(
  name: string,
  attributes: Attributes,
  work: (span: Span) => Promise<T> | T,
): Promise<T> {
  return tracer().startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      markFailed(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Writes the present trace into message headers, so that who reads the message continues it. Returns the headers. */
export function injectTrace<T extends Record<string, unknown>>(headers: T): T & Record<string, string> {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  for (const field of FIELDS) {
    if (carrier[field] !== undefined) (headers as Record<string, unknown>)[field] = carrier[field];
  }
  return headers as T & Record<string, string>;
}

/** Runs the work as part of the trace that the headers carry; without one, as it is. */
export function withRemoteTrace<T>(headers: Readonly<Record<string, unknown>>, work: () => T): T {
  return context.with(remoteContext(headers), work);
}

/** Only the trace is taken over: other baggage of a caller has no business in our messages. */
export function remoteContext(headers: Readonly<Record<string, unknown>>) {
  const carrier: Record<string, string> = {};
  for (const field of FIELDS) {
    const value = headers[field];
    if (typeof value === 'string') carrier[field] = value;
  }
  return propagation.extract(context.active(), carrier);
}

export const startServerSpan = (name: string, attributes: Attributes, headers: Readonly<Record<string, unknown>>) => {
  const parent = remoteContext(headers);
  const span = tracer().startSpan(name, { kind: SpanKind.SERVER, attributes }, parent);
  return { span, context: trace.setSpan(parent, span) };
};

/** The error's class, not its text: texts may quote what a user sent. */
function markFailed(span: Span, error: unknown): void {
  const type = error instanceof Error ? error.name : typeof error;
  span.setStatus({ code: SpanStatusCode.ERROR, message: type });
  span.setAttribute('error.type', type);
}

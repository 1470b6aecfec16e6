import type { Question } from './question';

/** The question of a view as a command: the address and the token come from the environment, so that nothing secret is pasted. */
export function asCurl({ metric, parameters }: Question): string {
  const lines = [
    `curl -sG "$ANALYTICS_URL/api/v1/analytics/metrics/values/${metric}"`,
    `-H "Authorization: Bearer $ANALYTICS_TOKEN"`,
    ...Object.entries(parameters).map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`),
  ];
  return lines.join(' \\\n  ');
}

/** In a POSIX shell nothing is special between single quotes but the quote itself. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const NAMES: Readonly<Record<string, string>> = {
  period_start: 'periodStart',
  period_end: 'periodEnd',
};

/** The question of a view with the typed client. */
export function asTypeScript({ metric, parameters }: Question): string {
  const ask = Object.entries(parameters).map(([name, value]) => `  ${NAMES[name] ?? name}: ${literal(name, value)},`);
  return [
    `import { AnalyticsQuery } from '@analytics/sdk-query';`,
    '',
    `const { ANALYTICS_URL, ANALYTICS_TOKEN } = process.env;`,
    `const analytics = new AnalyticsQuery({ baseUrl: ANALYTICS_URL!, token: ANALYTICS_TOKEN! });`,
    `const { data, meta } = await analytics.values(${text(metric)}, {`,
    ...ask,
    '});',
    `console.log(data.total.value, data.unit, meta.watermark);`,
    '',
  ].join('\n');
}

function literal(name: string, value: string): string {
  if (name === 'limit') return value;
  if (name === 'dimensions') return `[${value.split(',').map(text).join(', ')}]`;
  return name === 'filters' ? value : text(value);
}

const text = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

import type { PipelineParameter } from '../api/operations';

/** What the form of a run says, by parameter: always a text. */
export type ParameterTexts = Readonly<Record<string, string>>;

export interface ReadParameters {
  readonly values: Readonly<Record<string, unknown>>;
  /** Names of those that are missing or cannot be read. */
  readonly wrong: readonly string[];
}

type Read = { readonly value: unknown } | undefined;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

const READERS: Readonly<Record<PipelineParameter['type'], (text: string) => Read>> = {
  boolean: (text) => ({ value: text === 'true' }),
  integer: (text) => (/^-?\d{1,15}$/.test(text) ? { value: Number(text) } : undefined),
  instant: (text) => (Number.isNaN(Date.parse(text)) ? undefined : { value: new Date(text).toISOString() }),
  months: (text) => {
    const months = text.split(',').map((month) => month.trim());
    return months.every((month) => MONTH.test(month)) ? { value: months } : undefined;
  },
};

/** What is left empty is left out, so the pipeline takes what is usual. */
export function readParameters(parameters: readonly PipelineParameter[], texts: ParameterTexts): ReadParameters {
  const values: Record<string, unknown> = {};
  const wrong: string[] = [];
  for (const { name, type, required } of parameters) {
    const text = (texts[name] ?? '').trim();
    if (text === '') {
      if (required) wrong.push(name);
      continue;
    }
    const read = READERS[type](text);
    if (read === undefined) wrong.push(name);
    else values[name] = read.value;
  }
  return { values, wrong };
}

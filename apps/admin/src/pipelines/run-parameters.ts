import type { PipelineDescription, PipelineParameter } from '@analytics/contracts';
import { ParametersWrong } from './pipeline-errors';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

const RIGHT: Readonly<Record<PipelineParameter['type'], (value: unknown) => boolean>> = {
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isSafeInteger(value),
  instant: (value) => typeof value === 'string' && INSTANT.test(value) && !Number.isNaN(Date.parse(value)),
  months: (value) =>
    Array.isArray(value) && value.length <= 120 && value.every((each) => typeof each === 'string' && MONTH.test(each)),
};

/** Refuses what the pipeline would refuse by its form; bounds of values are its own. */
export function checkParameters({ parameters }: PipelineDescription, given: Readonly<Record<string, unknown>>): void {
  const known = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const wrong = Object.entries(given).flatMap(([name, value]) => {
    const parameter = known.get(name);
    if (parameter === undefined) return [{ name: name.slice(0, 100), detail: 'is no parameter of this pipeline' }];
    return RIGHT[parameter.type](value) ? [] : [{ name, detail: `must be of type ${parameter.type}` }];
  });
  const missing = parameters.filter(({ name, required }) => required && given[name] === undefined);
  wrong.push(...missing.map(({ name }) => ({ name, detail: 'is missing' })));
  if (wrong.length > 0) throw new ParametersWrong(wrong);
}

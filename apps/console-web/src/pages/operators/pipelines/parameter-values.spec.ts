import type { PipelineParameter } from '../api/operations';
import { readParameters } from './parameter-values';

const parameter = (name: string, type: PipelineParameter['type'], required = false): PipelineParameter => ({
  ...{ name, type, required, description: '' },
});
const all = [
  parameter('from', 'instant', true),
  parameter('months', 'months'),
  parameter('rows', 'integer'),
  parameter('repair', 'boolean'),
];

describe('parameters of a run', () => {
  it('are read by their kind; what is empty is left to the pipeline', () => {
    const texts = { from: '2026-11-01T10:00:00Z', months: '2026-10, 2026-11', rows: '500', repair: 'true' };
    expect(readParameters(all, texts)).toEqual({
      values: { from: '2026-11-01T10:00:00.000Z', months: ['2026-10', '2026-11'], rows: 500, repair: true },
      wrong: [],
    });
    expect(readParameters(all, { from: '2026-11-01T10:00:00Z', rows: ' ' })).toEqual({
      values: { from: '2026-11-01T10:00:00.000Z' },
      wrong: [],
    });
  });

  it('that are missing or unreadable are named', () => {
    expect(readParameters(all, { months: '2026-13', rows: '1.5' })).toEqual({
      values: {},
      wrong: ['from', 'months', 'rows'],
    });
    expect(readParameters(all, { from: 'soon' }).wrong).toEqual(['from']);
  });
});

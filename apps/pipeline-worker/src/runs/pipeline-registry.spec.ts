import { CountingParameters, CountingPipeline, FailingPipeline } from '../fixtures/counting-pipeline.fixture';
import { ParametersInvalid, PipelineUnknown } from './pipeline-errors';
import { PipelineRegistry } from './pipeline-registry';
import { RunLog } from './run-log';
import { uuidFrom } from './run-requests';

describe('the registry of pipelines', () => {
  const registry = new PipelineRegistry();
  const counting = new CountingPipeline();
  registry.add(counting);
  registry.add(new FailingPipeline());

  it('takes no two pipelines of one name', () => {
    expect(() => registry.add(new CountingPipeline())).toThrow('"counting"');
  });

  it('finds what it holds, and says what there is when it holds none of that name', () => {
    expect(registry.find('counting')).toBe(counting);
    expect(() => registry.find('toString')).toThrow(PipelineUnknown);
    expect(() => registry.find('x')).toThrow('counting, failing');
  });

  it('fills in what is not given, and names every rule that is broken', () => {
    expect(registry.parametersOf(counting, { steps: 7 })).toEqual(
      Object.assign(new CountingParameters(), { steps: 7 }),
    );
    expect(() => registry.parametersOf(counting, { steps: 'many', other: 1 })).toThrow(ParametersInvalid);
    expect(() => registry.parametersOf(counting, { steps: 'many', other: 1 })).toThrow(/other.*steps|steps.*other/);
  });
});

describe('what a run says of itself', () => {
  it('goes on after what it said before, keeps the last lines and counts the others', () => {
    const log = new RunLog('earlier');
    for (let line = 0; line < 300; line += 1) log.add(`line ${line} ${'x'.repeat(1_000)}`);
    expect(log.text).toMatch(/^\(101 lines before\)\n/);
    expect(log.text).toContain('line 299');
    expect(log.text.length).toBeLessThan(120_000);
  });
});

describe('an id that follows from a text', () => {
  it('is a UUID, the same for the same text and another for another', () => {
    expect(uuidFrom('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuidFrom('a')).toBe(uuidFrom('a'));
    expect(uuidFrom('b')).not.toBe(uuidFrom('a'));
  });
});

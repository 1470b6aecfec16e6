import { PIPELINES } from '@analytics/contracts';
import { ParametersWrong } from './pipeline-errors';
import { checkParameters } from './run-parameters';

const named = (name: string) => PIPELINES.find((pipeline) => pipeline.name === name)!;
const RANGE = { from: '2026-11-20T00:00:00Z', until: '2026-11-20T01:00:00+03:00' };

describe('the parameters of a run', () => {
  it.each([
    ['reconciliation', RANGE],
    ['reconciliation', { ...RANGE, repair: true, settle_seconds: 0 }],
    ['rebuild-marts', {}],
    ['rebuild-marts', { months: ['2026-11'] }],
    ['rebuild-lake-manifest', {}],
  ])('of %s are taken: %j', (name, given) => {
    expect(() => checkParameters(named(name), given)).not.toThrow();
  });

  it.each([
    ['reconciliation', {}, ['/parameters/from', '/parameters/until']],
    ['reconciliation', { ...RANGE, from: '2026-11-20' }, ['/parameters/from']],
    ['reconciliation', { ...RANGE, repair: 'yes' }, ['/parameters/repair']],
    ['reconciliation', { ...RANGE, settle_seconds: 1.5 }, ['/parameters/settle_seconds']],
    ['rebuild-marts', { months: ['2026-13'] }, ['/parameters/months']],
    ['rebuild-marts', { months: '2026-11' }, ['/parameters/months']],
    ['retention', { all: true }, ['/parameters/all']],
    ['retention', { toString: 1 }, ['/parameters/toString']],
  ])('of %s are refused: %j', (name, given, pointers) => {
    const refused = (() => {
      try {
        checkParameters(named(name), given);
      } catch (error) {
        return error;
      }
      return undefined;
    })();
    expect(refused).toBeInstanceOf(ParametersWrong);
    expect((refused as ParametersWrong).faults.map(({ pointer }) => pointer)).toEqual(pointers);
  });
});

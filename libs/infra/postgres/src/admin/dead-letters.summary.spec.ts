import { partsOf } from './dead-letters.summary';

const at = (text: string) => new Date(`2026-11-${text}Z`);
const parts = (from: string | undefined, until: string | undefined) =>
  partsOf({ from: from === undefined ? undefined : at(from), until: until === undefined ? undefined : at(until) }, [
    'day',
    'hour',
  ]);

describe('a period of a summary', () => {
  it('is whole days where it can be', () => {
    expect(parts(undefined, undefined)).toEqual([{ span: 'day', from: undefined, until: undefined }]);
    expect(parts('01T00:00:00', '03T00:00:00')).toEqual([
      { span: 'day', from: at('01T00:00:00'), until: at('03T00:00:00') },
    ]);
  });

  it('is hours at the ends of the days, and records at the ends of the hours', () => {
    expect(parts('01T22:30:00', '03T01:10:00')).toEqual([
      { span: 'day', from: at('02T00:00:00'), until: at('03T00:00:00') },
      { span: 'hour', from: at('01T23:00:00'), until: at('02T00:00:00') },
      { span: 'record', from: at('01T22:30:00'), until: at('01T23:00:00') },
      { span: 'hour', from: at('03T00:00:00'), until: at('03T01:00:00') },
      { span: 'record', from: at('03T01:00:00'), until: at('03T01:10:00') },
    ]);
  });

  it('is records alone within an hour', () => {
    expect(parts('01T10:10:00', '01T10:20:00')).toEqual([
      { span: 'record', from: at('01T10:10:00'), until: at('01T10:20:00') },
    ]);
  });
});

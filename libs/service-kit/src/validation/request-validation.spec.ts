import { Type } from 'class-transformer';
import { IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';
import { MayBeAbsent } from './may-be-absent.decorator';
import { RequestInvalid } from './request-invalid';
import { RequestValidationPipe } from './request-validation.pipe';

class Inner {
  @IsOptional()
  @IsString()
  text?: string;
}

class Outer {
  @IsObject()
  @ValidateNested()
  @Type(() => Inner)
  inner: Inner;

  @IsOptional()
  @IsString()
  why?: string;
}

const refusalOf = async (value: unknown): Promise<unknown> => {
  try {
    return await new RequestValidationPipe().transform(value, { type: 'body', metatype: Outer });
  } catch (error) {
    return error;
  }
};
const deep = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

describe('a body', () => {
  it.each([
    ['a text', '../../etc/passwd'],
    ['a number', 7],
    ['true', true],
    ['null', null],
    ['nothing', undefined],
    ['a list', []],
    ['a list of lists', deep(4_000)],
    ['a list within', { inner: [] }],
    ['without what it must have', { why: 'toString' }],
    ['with null within', { inner: null }],
    ['with a text within', { inner: 'x' }],
    ['very deep', { inner: { text: deep(4_000) } }],
    ['very deep where nobody looks', { inner: {}, other: deep(4_000) }],
  ])('that is %s is refused as such', async (_, value) => {
    expect(await refusalOf(value)).toBeInstanceOf(RequestInvalid);
  });

  it.each(['a text', 7, []])('that is %j is none, also where nothing is required', async (value) => {
    const refused = new RequestValidationPipe().transform(value, { type: 'body', metatype: Inner });
    await expect(refused).rejects.toBeInstanceOf(RequestInvalid);
  });

  it('may be left out where nothing is required', async () => {
    expect(await new RequestValidationPipe().transform(undefined, { type: 'body', metatype: Inner })).toEqual({});
  });

  it('that is as described is taken', async () => {
    expect(await refusalOf({ inner: { text: 'a' } })).toEqual({ inner: { text: 'a' } });
  });
});

class Absent {
  @MayBeAbsent()
  @IsString()
  text?: string;
}

describe('a member that may be absent', () => {
  const take = (value: unknown) => new RequestValidationPipe().transform(value, { type: 'body', metatype: Absent });

  it('is taken when it is left out or as it should be, and is no null', async () => {
    expect(await take({})).toEqual({});
    expect(await take({ text: 'a' })).toEqual({ text: 'a' });
    await expect(take({ text: null })).rejects.toBeInstanceOf(RequestInvalid);
  });
});

import { attributesOf, isBinaryMode } from './binary-mode';

describe('binary mode', () => {
  it.each([
    [{ 'ce-specversion': '1.0', 'content-type': 'application/json' }, true],
    [{ 'ce-id': '1' }, true],
    [{ 'ce-id': '1', 'content-type': 'application/cloudevents+json' }, false],
    [{ 'content-type': 'application/json' }, false],
  ])('is told by the headers %j: %p', (headers, binary) => {
    expect(isBinaryMode(headers)).toBe(binary);
  });

  it.each([
    ['plain', 'plain'],
    ['%D0%B8%D0%B3%D1%80%D0%B0', 'игра'],
    ['100% sure', '100% sure'],
    ['"a \\"quoted\\" %22text%22"', 'a "quoted" "text"'],
    ['%E2%82', '\ud800'],
  ])('reads %s as %s', (header, text) => {
    expect(attributesOf({ 'ce-subject': header })['subject']).toBe(text);
  });

  it('takes no data from a header, and no name that reaches the prototype', () => {
    const attributes = attributesOf(
      JSON.parse('{"ce-data":"x","ce-data_base64":"x","ce-__proto__":"x","host":"y"}') as Record<string, string>,
    );
    expect(Object.keys(attributes).sort()).toEqual(['__proto__', 'datacontenttype']);
    expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype);
  });
});

import { CATALOGUE } from '@analytics/contracts';
import { maskedEvent } from '@analytics/domain';
import { eventOf } from './event-of';

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly 'x-pii'?: string;
}

/** A text of its own in every member that is personal, and in one that nobody described. */
function canaries({ properties = {}, items, 'x-pii': personal }: Node, name = 'root'): unknown {
  if (personal !== undefined) return `canary-${name}`;
  if (items !== undefined) return [canaries(items, name)];
  return Object.fromEntries([
    ['canaryOfNobody', 'canary-unknown'],
    ...Object.entries(properties).map(([member, node]) => [member, canaries(node, member)]),
  ]);
}

describe('a payload for everybody', () => {
  it.each(CATALOGUE.map(({ type, schema }) => [type, schema] as const))('shows no canary of %s', (type, schema) => {
    const event = {
      specversion: '1.0',
      id: '1',
      source: '/s',
      type,
      subject: 'canary-subject',
      data: canaries(schema as never),
    };
    expect(JSON.stringify(event)).toContain('canary');
    expect(JSON.stringify(maskedEvent(event, schema))).not.toContain('canary');
  });

  it('is read from either mode of CloudEvents', () => {
    const headers = { ce_specversion: '1.0', ce_type: 't', 'content-type': 'application/json' };
    expect(eventOf({ headers, value: Buffer.from('{"a":1}') })).toEqual({
      specversion: '1.0',
      type: 't',
      data: { a: 1 },
    });
    expect(eventOf({ headers: {}, value: Buffer.from('{"type":"t"}') })).toEqual({ type: 't' });
    expect([eventOf({ headers: {}, value: Buffer.from('{') }), eventOf({ headers: {}, value: null })]).toEqual([
      undefined,
      undefined,
    ]);
  });
});

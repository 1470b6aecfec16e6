import { PropertyCounts } from './property-counts';

describe('counts of properties nobody described', () => {
  it('are told once, by type and name, and again when they could not be written down', () => {
    const counts = new PropertyCounts();
    counts.add('a', ['colour', 'size']);
    counts.add('a', ['colour']);
    counts.add('b', ['colour']);
    const taken = counts.take();
    expect(taken).toEqual([
      { type: 'a', name: 'colour', count: 2 },
      { type: 'a', name: 'size', count: 1 },
      { type: 'b', name: 'colour', count: 1 },
    ]);
    expect(counts.take()).toEqual([]);
    counts.add('a', ['colour']);
    counts.giveBack(taken);
    expect(counts.take()[0]).toEqual({ type: 'a', name: 'colour', count: 3 });
  });

  it('are kept of a hundred names a type, and of none that is long or an address', () => {
    const counts = new PropertyCounts();
    counts.add('a', ['x'.repeat(65), 'anna@example.org']);
    expect(counts.take()).toEqual([]);
    for (let at = 0; at < 500; at += 1) counts.add('a', [`name ${String.fromCharCode(97 + (at % 26))}${at}`]);
    expect(counts.take()).toHaveLength(100);
  });
});

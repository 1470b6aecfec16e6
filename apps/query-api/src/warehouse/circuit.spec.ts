import { Circuit } from './circuit';

describe('a circuit', () => {
  const rules = { failures: 5, windowMs: 10_000, openMs: 5_000 };
  const failedTimes = (times: number, everyMs: number) => {
    const circuit = new Circuit(rules);
    for (let time = 0; time < times; time += 1) circuit.failed(time * everyMs);
    return circuit;
  };

  it('opens at the fifth failure within ten seconds', () => {
    expect(failedTimes(4, 1).enter(4)).toBe(0);
    expect(failedTimes(5, 1).enter(4)).toBe(5_000);
    expect(failedTimes(5, 2_499).enter(9_996)).toBe(5_000);
  });

  it('stays closed while failures are further apart, and an answer forgets them', () => {
    expect(failedTimes(20, 2_500).enter(47_500)).toBe(0);
    const circuit = failedTimes(4, 1);
    circuit.answered();
    circuit.failed(5);
    expect(circuit.enter(5)).toBe(0);
  });

  it('lets one call try when the time is over, and the others wait for what becomes of it', () => {
    const circuit = failedTimes(5, 0);
    expect(circuit.enter(4_999)).toBe(1);
    expect(circuit.enter(5_000)).toBe(0);
    expect(circuit.enter(5_000)).toBeGreaterThan(0);
    circuit.failed(5_100);
    expect(circuit.enter(5_200)).toBe(4_900);
    expect(circuit.enter(10_100)).toBe(0);
    circuit.gaveUp();
    expect(circuit.enter(10_100)).toBe(0);
    circuit.answered();
    expect([circuit.enter(10_100), circuit.enter(10_100)]).toEqual([0, 0]);
  });
});

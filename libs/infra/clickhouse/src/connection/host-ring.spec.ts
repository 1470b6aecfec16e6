import { HostRing } from './host-ring';

describe('HostRing', () => {
  it('starts one further each time', () => {
    const ring = new HostRing(3, 1_000);
    expect([ring.order(0), ring.order(0), ring.order(0), ring.order(0)]).toEqual([
      [0, 1, 2],
      [1, 2, 0],
      [2, 0, 1],
      [0, 1, 2],
    ]);
  });

  it('asks a host that failed last, until its pause is over', () => {
    const ring = new HostRing(2, 1_000);
    ring.failed(0, 0);
    expect([ring.order(0), ring.order(999), ring.order(1_000)]).toEqual([
      [1, 0],
      [1, 0],
      [0, 1],
    ]);
  });

  it('forgets the pause of a host that answered', () => {
    const ring = new HostRing(2, 1_000);
    ring.failed(0, 0);
    ring.answered(0);
    expect(ring.order(1)).toEqual([0, 1]);
  });

  it('still names the only host while it pauses', () => {
    const ring = new HostRing(1, 1_000);
    ring.failed(0, 0);
    expect(ring.order(1)).toEqual([0]);
  });
});

import { BatchBuffer, type Weighed } from './batch-buffer';

const weighed = (offset: number, bytes = 10): Weighed => ({
  bytes,
  record: { topic: 't', partition: 0, offset: BigInt(offset), key: null, value: null, headers: {}, timestampMs: 0 },
});
const offsets = (buffer: BatchBuffer): number[] => buffer.take().records.map(({ offset }) => Number(offset));

describe('a batch', () => {
  it('is closed by the number of its records and leaves the rest for the next one, in order', () => {
    const buffer = new BatchBuffer({ rows: 3, bytes: 1_000 });
    buffer.push(
      [0, 1, 2, 3].map((offset) => weighed(offset)),
      0,
    );
    expect(buffer.closesInMs(0, 500)).toBe(0);
    expect(offsets(buffer)).toEqual([0, 1, 2]);
    expect(offsets(buffer)).toEqual([3]);
  });

  it('is closed by its bytes, and never exceeds them with more than one record', () => {
    const buffer = new BatchBuffer({ rows: 100, bytes: 100 });
    buffer.push([weighed(0, 60), weighed(1, 60), weighed(2, 500), weighed(3, 1)], 0);
    expect(buffer.closesInMs(0, 500)).toBe(0);
    expect([offsets(buffer), offsets(buffer), offsets(buffer), offsets(buffer)]).toEqual([[0], [1], [2], [3]]);
    expect(buffer.bytes).toBe(0);
  });

  it('is closed by the age of its oldest record, also when newer ones keep coming', () => {
    const buffer = new BatchBuffer({ rows: 100, bytes: 1_000 });
    expect(buffer.closesInMs(0, 500)).toBeUndefined();
    buffer.push([weighed(0)], 1_000);
    expect(buffer.closesInMs(1_200, 500)).toBe(300);
    buffer.push([weighed(1)], 1_400);
    expect(buffer.closesInMs(1_400, 500)).toBe(100);
    expect(buffer.closesInMs(1_700, 500)).toBe(0);
  });

  it('is open no longer than the records left behind have already waited', () => {
    const buffer = new BatchBuffer({ rows: 2, bytes: 1_000 });
    buffer.push([weighed(0), weighed(1), weighed(2)], 0);
    buffer.take();
    expect(buffer.closesInMs(100, 500)).toBe(400);
  });

  it('tells how many bytes it forgot', () => {
    const buffer = new BatchBuffer({ rows: 2, bytes: 1_000 });
    buffer.push([weighed(0, 7), weighed(1, 8)], 0);
    expect(buffer.clear()).toBe(15);
    expect(buffer.rows).toBe(0);
  });
});

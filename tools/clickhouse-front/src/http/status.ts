/** The status with which a ClickHouse server answers an exception; any code not named here is 500. */
const STATUS: ReadonlyMap<number, number> = new Map(
  Object.entries({
    400: [6, 8, 15, 25, 26, 27, 36, 37, 38, 41, 44, 53, 62, 72, 117, 123, 167, 168, 223, 321, 376, 427, 441, 675, 676],
    401: [194],
    403: [192, 193, 497, 512, 516],
    404: [46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 152, 336, 511],
    408: [159],
    413: [229],
    415: [779],
    501: [48],
    // 202 is 500 on a server; here it is the answer of a full queue, and a client should come again.
    503: [76, 202, 209, 439],
  }).flatMap(([status, codes]) => codes.map((code) => [code, Number(status)] as const)),
);

export const statusOf = (code: number): number => STATUS.get(code) ?? 500;

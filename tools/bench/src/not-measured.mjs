/** Goals that nothing measures yet, each with what is missing; a row with the same id takes its place. */
export const NOT_MEASURED = [
  ['R10', 'funnels are not in the product yet'],
  ['R11', 'retention and paths are not in the product yet'],
  ['R14', 'two workers beside one need cores to spare: with two cores, stores and load included, there are none'],
];

export const missingAmong = (rows) =>
  NOT_MEASURED.filter(([id]) => !rows.some((row) => row.id === id)).map(([id, reason]) => ({ id, reason }));

/** What a run has set up and has to take down also when it is ended from outside. */
const stops = new Set();
let ended = false;

/** Remembers how something is taken down; the answer forgets it again. Once a run was ended nothing new is set up. */
export function stands(stop) {
  if (ended) throw new Error('the run was ended');
  stops.add(stop);
  return () => stops.delete(stop);
}

export async function takeAllDown() {
  ended = true;
  await Promise.allSettled([...stops].map((stop) => stop()));
}

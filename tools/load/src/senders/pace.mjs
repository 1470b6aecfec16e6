/**
 * When, in milliseconds after the start, the event of a number is due: at once without a rate, evenly with one, and along a
 * straight line from one rate to another over the whole run with a ramp.
 */
export function paceOf({ events, rate, ramp }) {
  if (ramp !== undefined) return rampOf(events, ramp);
  return rate === undefined ? () => 0 : (number) => (number / rate) * 1_000;
}

function rampOf(events, { from, to }) {
  const seconds = (2 * events) / (from + to);
  const growth = (to - from) / (2 * seconds);
  // number = from · t + growth · t²
  return (number) => {
    if (growth === 0) return (number / from) * 1_000;
    return ((Math.sqrt(from * from + 4 * growth * number) - from) / (2 * growth)) * 1_000;
  };
}

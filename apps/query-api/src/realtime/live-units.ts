const KOPECKS = 100;

/** A live number as the API tells it: money is counted in kopecks and told in roubles. */
export const inUnits = (measure: string, value: number): number => (measure === 'revenue' ? value / KOPECKS : value);

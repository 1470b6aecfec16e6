import type { MetricPoint } from '@analytics/contracts';
import classes from './sparkline.module.css';

interface SparklineProps {
  readonly points: readonly MetricPoint[];
  readonly height?: number;
}

const WIDTH = 240;

/** The shape of a number over the period, what is not over dashed; the values themselves are one click away in the explorer. */
export function Sparkline({ points, height = 44 }: SparklineProps) {
  const { finished, unfinished, dots } = strokes(points, height);
  return (
    <svg
      className={classes['sparkline']}
      viewBox={`0 0 ${WIDTH} ${height}`}
      height={height}
      preserveAspectRatio="none"
      aria-hidden
      data-sparkline
    >
      <path className={classes['line']} d={finished} />
      <path className={`${classes['line']} ${classes['unfinished']}`} d={unfinished} data-unfinished />
      {dots.map(([x, y]) => (
        <path key={x} className={classes['dot']} d={`M${x} ${y}h0`} />
      ))}
    </svg>
  );
}

interface Strokes {
  readonly finished: string;
  readonly unfinished: string;
  /** Numbers without a neighbour. */
  readonly dots: readonly (readonly [number, number])[];
}

/** Paths in the box; from zero where nothing is below it, so that heights can be compared. */
export function strokes(points: readonly MetricPoint[], height: number): Strokes {
  const known = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const [low, high] = [Math.min(0, ...known), Math.max(0, ...known)];
  const scale = high === low ? 0 : (height - 6) / (high - low);
  const place = (value: number, index: number) =>
    [rounded((index * WIDTH) / Math.max(1, points.length - 1)), rounded(height - 3 - (value - low) * scale)] as const;
  const places = points.map(({ value }, index) => (value === null ? undefined : place(value, index)));
  const running = points.findIndex(({ complete }) => !complete);
  const first = running === -1 ? points.length : running;
  return {
    finished: path(places.slice(0, first)),
    unfinished: path(places.slice(Math.max(0, first - 1))),
    dots: places.flatMap((at, index) =>
      at !== undefined && places[index - 1] === undefined && places[index + 1] === undefined ? [at] : [],
    ),
  };
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

function path(places: readonly (readonly [number, number] | undefined)[]): string {
  let isDown = false;
  const steps = places.map((at) => {
    if (at === undefined) {
      isDown = false;
      return '';
    }
    const step = `${isDown ? 'L' : 'M'}${at[0]} ${at[1]}`;
    isDown = true;
    return step;
  });
  return steps.join('');
}

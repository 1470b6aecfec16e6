import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { ChartData } from '../../../charts/chart-data';
import { ValuesTable } from '../../../charts/drawing/values-table';
import type { ChartKind } from '../../../view-state/view';

export const PICTURE_HEIGHT = 380;

// The heaviest part of the console: it comes when the first chart is drawn.
const Chart = lazy(async () => ({ default: (await import('../../../charts/drawing/chart')).Chart }));

interface PictureProps {
  readonly data: ChartData;
  readonly chart: ChartKind;
  readonly name: string;
}

/** The numbers as they were asked to be shown; the number alone stands above already. */
export function Picture({ data, chart, name }: PictureProps) {
  if (chart === 'number') return null;
  if (chart === 'table') return <ValuesTable data={data} name={name} height={PICTURE_HEIGHT + 60} />;
  return (
    <Suspense fallback={<Skeleton height={PICTURE_HEIGHT} />}>
      <Chart data={data} kind={chart} name={name} height={PICTURE_HEIGHT} />
    </Suspense>
  );
}

import { Anchor, Group, Paper, Skeleton, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import { toChartData } from '../../charts/chart-data';
import { useTexts } from '../../i18n/use-texts';
import { useMetricValues } from '../../view-state/question/use-metric-values';
import type { Outlook } from '../../view-state/view';
import classes from './overview.module.css';
import { overviewTexts } from './texts';
import { explorerSearch, type TileMetric, tileQuestion } from './tiles';

const Chart = lazy(async () => ({ default: (await import('../../charts/drawing/chart')).Chart }));

const CHARTED: readonly TileMetric[] = ['dau', 'net_revenue'];
const HEIGHT = 260;

interface OverviewChartsProps {
  readonly outlook: Outlook;
  readonly now: Date;
}

/** The two numbers most looked at over time, from the answers the tiles have already. */
export function OverviewCharts(props: OverviewChartsProps) {
  return (
    <div className={classes['charts']}>
      {CHARTED.map((metric) => (
        <OverviewChart key={metric} metric={metric} {...props} />
      ))}
    </div>
  );
}

function OverviewChart({ metric, outlook, now }: OverviewChartsProps & { readonly metric: TileMetric }) {
  const t = useTexts(overviewTexts);
  const { data: answer } = useMetricValues(tileQuestion(metric, outlook, now));
  const name = t(metric);
  const data = useMemo(() => answer && toChartData(answer, [], () => name), [answer, name]);
  const drawn = data && { ...data, series: data.series.map((series) => ({ ...series, name })) };
  return (
    <Paper withBorder p="md" radius="md">
      <Group justify="space-between">
        <Title order={2} size="h5">
          {name}
        </Title>
        <Anchor
          size="sm"
          renderRoot={(props) => <Link to="/explorer" search={explorerSearch(metric, outlook, now)} {...props} />}
          aria-label={t('openMetric', { metric: name })}
        >
          {t('open')}
        </Anchor>
      </Group>
      <Suspense fallback={<Skeleton height={HEIGHT} />}>
        {drawn ? <Chart data={drawn} kind="area" name={name} height={HEIGHT} /> : <Skeleton height={HEIGHT} />}
      </Suspense>
    </Paper>
  );
}

import { Text, Title, VisuallyHidden } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { hasRole, useMe } from '../../api/me';
import { Page } from '../../components/page';
import { StaleNotice } from '../../components/states/notices';
import { useFormats } from '../../format/use-formats';
import { useTexts } from '../../i18n/use-texts';
import { readOutlook, writeOutlook } from '../../view-state/link';
import { LinkProblems } from '../../view-state/pickers/link-problems';
import { useDefinitions, useMetricValues, useMinute } from '../../view-state/question/use-metric-values';
import type { Outlook } from '../../view-state/view';
import { LiveTile } from './live-tile';
import { MetricTile } from './metric-tile';
import { OverviewCharts } from './overview-charts';
import { CopyLink, OverviewControls } from './overview-controls';
import classes from './overview.module.css';
import { overviewTexts } from './texts';
import { TILE_METRICS, tileQuestion } from './tiles';

const route = getRouteApi('/overview');

/** How the store does: its main numbers of one period, each a click away from what it is made of. */
export function OverviewPage() {
  const t = useTexts(overviewTexts);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { view: outlook, problems } = useMemo(() => readOutlook(search), [search]);
  const now = useMinute();
  const change = (next: Outlook) => void navigate({ search: writeOutlook(next), resetScroll: false });
  const { data: definitions } = useDefinitions();
  const seesStore = hasRole(useMe(), 'platform_admin', 'marketing_manager');
  const descriptionOf = (metric: string) => definitions?.find(({ name }) => name === metric)?.description;
  return (
    <Page title={t('title')} description={<Completeness outlook={outlook} now={now} />} actions={<CopyLink />}>
      <LinkProblems problems={problems} onAccept={() => change(outlook)} />
      <OverviewControls outlook={outlook} now={now} onChange={change} />
      <Staleness outlook={outlook} now={now} />
      <div className={classes['tiles']}>
        {TILE_METRICS.map((metric) => (
          <MetricTile key={metric} metric={metric} outlook={outlook} now={now} description={descriptionOf(metric)} />
        ))}
        {seesStore && <LiveTile zone={outlook.zone} />}
      </div>
      <VisuallyHidden>
        <Title order={2}>{t('charts')}</Title>
      </VisuallyHidden>
      <OverviewCharts outlook={outlook} now={now} />
    </Page>
  );
}

interface Shown {
  readonly outlook: Outlook;
  readonly now: Date;
}

function Completeness({ outlook, now }: Shown) {
  const t = useTexts(overviewTexts);
  const formats = useFormats();
  const { data } = useMetricValues(tileQuestion('dau', outlook, now));
  const zone = formats.zone(outlook.zone);
  if (data === undefined) return <Text component="span">{zone}</Text>;
  const { watermark } = data.meta;
  return (
    <Text component="span" data-watermark={watermark ?? ''}>
      {watermark === null
        ? t('noData', { zone })
        : t('complete', { at: formats.dateTime(watermark, outlook.zone), zone })}
    </Text>
  );
}

function Staleness({ outlook, now }: Shown) {
  const { data } = useMetricValues(tileQuestion('dau', outlook, now));
  if (data?.meta.stale !== true) return null;
  return <StaleNotice watermark={data.meta.watermark} timezone={outlook.zone} />;
}

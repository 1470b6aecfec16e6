import { Stack, Title } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { changeOf } from '../../charts/chart-data';
import { NumberTile } from '../../components/number-tile';
import { Page } from '../../components/page';
import { EmptyState } from '../../components/states/empty-state';
import { ErrorState } from '../../components/states/error-state';
import { LoadingState } from '../../components/states/loading-state';
import { StaleNotice, TruncatedNotice } from '../../components/states/notices';
import { useFormats } from '../../format/use-formats';
import { useTexts } from '../../i18n/use-texts';
import { readOutlook, writeOutlook } from '../../view-state/link';
import { PeriodPicker } from '../../view-state/pickers/period-picker';
import { ZonePicker } from '../../view-state/pickers/zone-picker';
import { useMinute } from '../../view-state/question/use-metric-values';
import type { Outlook } from '../../view-state/view';
import { GamesTable } from './games-table';
import classes from './my-games.module.css';
import { GAME_METRICS, gameRows, LESS_IS_BETTER } from './sales';
import { myGamesTexts } from './texts';
import { useOpenWindows } from './use-open-windows';
import { type Sales, useSales } from './use-sales';

const route = getRouteApi('/my-games');

/** The own games of a developer: how they sell, who wants them, who plays them, what is said of them. */
export function MyGamesPage() {
  const t = useTexts(myGamesTexts);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { view: outlook } = useMemo(() => readOutlook(search), [search]);
  const now = useMinute();
  const sales = useSales(outlook, now);
  const change = (next: Outlook) => void navigate({ search: writeOutlook(next), resetScroll: false });
  return (
    <Page title={t('title')} description={t('description')}>
      <div className={classes['controls']}>
        <PeriodPicker
          value={outlook.period}
          zone={outlook.zone}
          now={now}
          onChange={(period) => change({ ...outlook, period })}
        />
        <ZonePicker value={outlook.zone} onChange={(zone) => change({ ...outlook, zone })} />
      </div>
      <Notices sales={sales} zone={outlook.zone} />
      <Tiles sales={sales} />
      <Stack gap="sm" component="section">
        <Title order={2} size="h4">
          {t('byGame')}
        </Title>
        <Games sales={sales} />
      </Stack>
    </Page>
  );
}

function Notices({ sales: { answers, error, retry }, zone }: { readonly sales: Sales; readonly zone: string }) {
  const metas = Object.values(answers).map(({ meta }) => meta);
  const stale = metas.find((meta) => meta.stale);
  return (
    <>
      {stale && <StaleNotice watermark={stale.watermark} timezone={zone} />}
      {metas.some(({ truncated }) => truncated) && <TruncatedNotice />}
      {error && <ErrorState error={error} onRetry={retry} />}
    </>
  );
}

function Tiles({ sales: { answers, isLoading } }: { readonly sales: Sales }) {
  const t = useTexts(myGamesTexts);
  const formats = useFormats();
  const openWindowDays = useOpenWindows();
  return (
    <div className={classes['tiles']}>
      {GAME_METRICS.map((metric) => {
        const answer = answers[metric];
        const data = answer?.data;
        const windowDays = openWindowDays(metric, answer);
        const earlier = data?.comparison?.total.value;
        const unit = data?.unit ?? 'count';
        return (
          <NumberTile
            key={metric}
            metric={metric}
            label={t(metric)}
            unit={unit}
            value={data === undefined ? (isLoading ? undefined : null) : data.total.value}
            // Of two shares of those who have decided, the later one is of fewer: it is no change.
            change={windowDays > 0 ? null : (changeOf(data?.total.value, earlier) ?? null)}
            changeHint={t('changeFrom', { value: formats.value(earlier, unit) })}
            lessIsBetter={LESS_IS_BETTER.includes(metric)}
            {...(windowDays > 0 && { note: t('preliminary', { count: windowDays }) })}
            {...(data?.total.suppressed && { note: t('hidden') })}
          />
        );
      })}
    </div>
  );
}

function Games({ sales: { answers, isLoading } }: { readonly sales: Sales }) {
  const t = useTexts(myGamesTexts);
  const rows = useMemo(() => gameRows(answers), [answers]);
  if (rows.length > 0) return <GamesTable rows={rows} answers={answers} />;
  if (isLoading) return <LoadingState height={240} rows={4} />;
  return <EmptyState title={t('emptyTitle')} advice={t('emptyAdvice')} />;
}

import type { MetricValuesAnswer } from '@analytics/contracts';
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconArchive, IconHourglass } from '@tabler/icons-react';
import { bucketLabels } from '../../../charts/bucket-labels';
import type { ChartData } from '../../../charts/chart-data';
import { chartTexts } from '../../../charts/texts';
import { StaleNotice, TruncatedNotice } from '../../../components/states/notices';
import { useFormats } from '../../../format/use-formats';
import { useLanguage, useTexts } from '../../../i18n/use-texts';
import { TOP } from '../../../view-state/view';
import type { ControlsProps } from '../controls/question-controls';
import { explorerTexts } from '../texts';

interface NoticesProps extends ControlsProps {
  readonly answer: MetricValuesAnswer;
  readonly data: ChartData;
}

/** What has to be known before the numbers are believed. */
export function Notices({ answer, data, view, onChange }: NoticesProps) {
  const t = useTexts(explorerTexts);
  const words = useTexts(chartTexts);
  const { meta } = answer;
  const shown = data.series.filter(({ isOther }) => !isOther).length;
  const advice = t(shown < data.series.length ? 'truncatedSum' : 'truncatedLeftOut', {
    count: shown,
    others: words('others'),
  });
  const more = Math.min(TOP.most, view.top * 5);
  return (
    <>
      {meta.stale && <StaleNotice watermark={meta.watermark} timezone={view.zone} />}
      <Archived answer={answer} zone={view.zone} />
      <OpenWindow data={data} />
      {meta.truncated && (
        <Group align="stretch" gap="sm">
          <TruncatedNotice advice={advice} />
          {more > view.top && (
            <Button variant="default" onClick={() => onChange({ ...view, top: more })} my="auto">
              {t('moreSeries')}
            </Button>
          )}
        </Group>
      )}
    </>
  );
}

function Archived({ answer: { meta }, zone }: { readonly answer: MetricValuesAnswer; readonly zone: string }) {
  const t = useTexts(explorerTexts);
  const formats = useFormats();
  if (meta.definition_archived_at === undefined) return null;
  const at = formats.dateTime(meta.definition_archived_at, zone);
  return (
    <Alert color="gray" icon={<IconArchive />} title={t('archivedTitle')} data-state="archived" role="status">
      {t('archivedAdvice', { at })}
    </Alert>
  );
}

/** A share of those who have decided is all but 100 % at first: who was slow is not among them yet. */
function OpenWindow({ data }: { readonly data: ChartData }) {
  const t = useTexts(explorerTexts);
  const language = useLanguage();
  const start = data.starts[data.firstUnfinished];
  if (data.openWindowDays === undefined || start === undefined) return null;
  const day = bucketLabels(language, data.granularity, data.starts).short(start);
  return (
    <Alert color="yellow" icon={<IconHourglass />} title={t('openWindowTitle')} data-state="open-window" role="status">
      {t('openWindowAdvice', { day, count: data.openWindowDays })}
    </Alert>
  );
}

const DASHED = { running: 'unfinished', undecided: 'undecided' } as const;
/** What is dashed, faded or shaded in a picture of a kind. A share is never stacked. */
const READ_AS = {
  ...{ line: DASHED, area: DASHED, table: DASHED, number: DASHED },
  bar: { running: 'unfinishedBars', undecided: 'undecidedBars' },
  stacked: { running: 'unfinishedStack', undecided: 'unfinishedStack' },
} as const;

/** How to read the picture, and how far it is complete. */
export function Standing({ answer, data, view, onChange }: NoticesProps) {
  const t = useTexts(explorerTexts);
  const formats = useFormats();
  const { watermark } = answer.meta;
  const zone = formats.zone(view.zone);
  const isDrawn = view.chart !== 'table' && view.chart !== 'number' && !data.isEmpty;
  const isRunning = data.firstUnfinished < data.starts.length;
  const isUndecided = data.openWindowDays !== undefined;
  return (
    <Group gap="xs" justify="space-between" align="flex-start">
      <Text size="sm" c="dimmed" component="div" data-watermark={watermark ?? ''}>
        <div>
          {watermark === null
            ? t('noData', { zone })
            : t('complete', { at: formats.dateTime(watermark, view.zone), zone })}
        </div>
        {isDrawn && isRunning && <div>{t(READ_AS[view.chart][isUndecided ? 'undecided' : 'running'])}</div>}
        {isDrawn && view.chart !== 'stacked' && <EarlierPeriod data={data} />}
        {data.hasHidden && <div data-state="suppressed">{t('hiddenCells')}</div>}
      </Text>
      {isDrawn && (
        <Button variant="subtle" size="compact-sm" onClick={() => onChange({ ...view, chart: 'table' })}>
          {t('asTable')}
        </Button>
      )}
    </Group>
  );
}

function EarlierPeriod({ data }: { readonly data: ChartData }) {
  const t = useTexts(explorerTexts);
  const language = useLanguage();
  const [start] = data.earlierStarts;
  if (start === undefined || data.earlierEnd === undefined) return null;
  const { long } = bucketLabels(
    language,
    data.granularity === 'minute' || data.granularity === 'hour' ? 'hour' : 'week',
    [start],
  );
  return <div>{t('paler', { period: long(start, data.earlierEnd) })}</div>;
}

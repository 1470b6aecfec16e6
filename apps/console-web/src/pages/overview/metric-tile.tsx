import type { MetricValuesAnswer } from '@analytics/contracts';
import { Anchor, Button, Group, Text } from '@mantine/core';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { ApiError } from '../../api/api-error';
import { bucketLabels } from '../../charts/bucket-labels';
import { type ChartData, toChartData } from '../../charts/chart-data';
import { Sparkline } from '../../charts/drawing/sparkline';
import { NumberTile } from '../../components/number-tile';
import { useFormats } from '../../format/use-formats';
import { useLanguage, useTexts } from '../../i18n/use-texts';
import type { Question } from '../../view-state/question/question';
import { useMetricValues, valuesQuery } from '../../view-state/question/use-metric-values';
import type { Outlook } from '../../view-state/view';
import { overviewTexts } from './texts';
import {
  BREAKDOWNS,
  explorerSearch,
  needsWholePart,
  readTile,
  type TileMetric,
  type TileReading,
  tileQuestion,
  wholePartQuestion,
} from './tiles';

interface MetricTileProps {
  readonly metric: TileMetric;
  readonly outlook: Outlook;
  readonly now: Date;
  /** The definition in words. */
  readonly description: string | undefined;
}

const UNITS: Partial<Readonly<Record<TileMetric, string>>> = { net_revenue: 'RUB', gross_revenue: 'RUB' };

/** A number of the overview: exact, how it changed, how far it is complete, its shape, and the way to what it is made of. */
export function MetricTile({ metric, outlook, now, description }: MetricTileProps) {
  const t = useTexts(overviewTexts);
  const formats = useFormats();
  const question = tileQuestion(metric, outlook, now);
  const query = useMetricValues(question);
  const data = useDrawn(query.data);
  const whole = useWholePart(metric, question, data);
  const reading = data && readTile(metric, data, whole);
  const unit = data?.unit ?? UNITS[metric] ?? 'count';
  return (
    <NumberTile
      metric={metric}
      label={t(metric)}
      value={query.isError && data === undefined ? null : reading?.value}
      unit={unit}
      {...(reading?.change !== undefined && {
        change: reading.change,
        changeHint: t('changeFrom', { value: formats.value(reading.earlier, unit) }),
      })}
      {...(description !== undefined && { description })}
      note={query.isError ? <Failure query={query} /> : <Note data={data} reading={reading} />}
    >
      <Sparkline points={data?.series[0]?.points ?? []} />
      <Breakdowns metric={metric} outlook={outlook} now={now} />
    </NumberTile>
  );
}

const noNames = (_: string, value: string): string => value;

function useDrawn(answer: MetricValuesAnswer | undefined): ChartData | undefined {
  return useMemo(() => answer && toChartData(answer, [], noNames), [answer]);
}

function useWholePart(metric: TileMetric, question: Question, data: ChartData | undefined): ChartData | undefined {
  const part = data && needsWholePart(metric) ? wholePartQuestion(question, data) : undefined;
  const { data: answer } = useQuery({ ...valuesQuery(part ?? question), enabled: part !== undefined });
  return useDrawn(part && answer);
}

interface NoteProps {
  readonly data: ChartData | undefined;
  readonly reading: TileReading | undefined;
}

function Note({ data, reading }: NoteProps) {
  const t = useTexts(overviewTexts);
  const language = useLanguage();
  // Holds its line while the number is on its way, so that nothing jumps.
  if (data === undefined || reading === undefined) return <>&nbsp;</>;
  const { short } = bucketLabels(language, data.granularity, data.starts);
  if (reading.isHidden) return <>{t('hidden')}</>;
  if (reading.day !== undefined) {
    return <>{t(reading.day === reading.unfinished ? 'onDaySoFar' : 'onDay', { day: short(reading.day) })}</>;
  }
  return (
    <>{reading.unfinished === undefined ? t('wholePeriod') : t('unfinishedFrom', { day: short(reading.unfinished) })}</>
  );
}

function Failure({ query }: { readonly query: UseQueryResult<MetricValuesAnswer> }) {
  const t = useTexts(overviewTexts);
  const reason = query.error instanceof ApiError ? query.error.title || query.error.code : String(query.error);
  return (
    <Group gap="xs" data-state="error">
      <Text size="xs">{t('failed', { reason })}</Text>
      <Button size="compact-xs" variant="default" onClick={() => void query.refetch()}>
        {t('again')}
      </Button>
    </Group>
  );
}

function Breakdowns({ metric, outlook, now }: Pick<MetricTileProps, 'metric' | 'outlook' | 'now'>) {
  const t = useTexts(overviewTexts);
  return (
    <Group gap={8} mt="auto">
      <Text size="xs" c="dimmed" component="span">
        {t('by')}
      </Text>
      {BREAKDOWNS.map((dimension) => (
        <Anchor
          key={dimension}
          size="xs"
          renderRoot={(props) => (
            <Link to="/explorer" search={explorerSearch(metric, outlook, now, dimension)} {...props} />
          )}
          aria-label={t('breakdown', { metric: t(metric), dimension: t(dimension) })}
          data-breakdown={dimension}
        >
          {t(dimension)}
        </Anchor>
      ))}
    </Group>
  );
}

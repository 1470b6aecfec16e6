import type { MetricDefinitionAnswer, MetricValuesAnswer } from '@analytics/contracts';
import { Group, Paper, Stack } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ApiError } from '../../../api/api-error';
import { type ChartData, toChartData } from '../../../charts/chart-data';
import { Legend } from '../../../charts/legend';
import { ErrorState } from '../../../components/states/error-state';
import { EmptyState } from '../../../components/states/empty-state';
import { LoadingState } from '../../../components/states/loading-state';
import { useTexts } from '../../../i18n/use-texts';
import { useNames } from '../../../view-state/pickers/use-names';
import { questionOf } from '../../../view-state/question/question';
import { useMetricValues } from '../../../view-state/question/use-metric-values';
import { ChartKindPicker } from '../controls/chart-kind-picker';
import type { ControlsProps } from '../controls/question-controls';
import classes from '../explorer.module.css';
import { explorerTexts } from '../texts';
import { ComputedHow } from './computed-how';
import { Notices, Standing } from './notices';
import { Picture, PICTURE_HEIGHT } from './picture';
import { TakeAway } from './take-away';
import { CheaperWays, TooExpensive } from './too-expensive';
import { WholeNumber } from './whole-number';

/** What came back, whatever it was: numbers, nothing, or why not – and what to do about it. */
export function AnswerView(props: ControlsProps) {
  const { view, metric, now } = props;
  const question = questionOf(view, now);
  const query = useMetricValues(question);
  const data = useDrawn(query, metric, view.dimensions);
  return (
    <Stack gap="md">
      <Paper withBorder p="md" radius="md">
        <Stack gap="sm" aria-busy={query.isFetching}>
          <Group justify="space-between" align="flex-start" gap="sm">
            <ChartKindPicker {...props} />
            <TakeAway question={question} data={data} />
          </Group>
          <Answer {...props} query={query} data={data} />
        </Stack>
      </Paper>
      {query.data !== undefined && <ComputedHow answer={query.data} question={question} zone={view.zone} />}
    </Stack>
  );
}

interface AnswerProps extends ControlsProps {
  readonly query: UseQueryResult<MetricValuesAnswer>;
  readonly data: ChartData | undefined;
}

function Answer({ query, data, ...props }: AnswerProps) {
  if (query.error instanceof ApiError && query.error.status === 422) {
    return <TooExpensive {...props} error={query.error} />;
  }
  if (query.error !== null) {
    const tookTooLong = query.error instanceof ApiError && query.error.code === 'QUERY_TIMEOUT';
    return (
      <>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        {tookTooLong && <CheaperWays {...props} />}
      </>
    );
  }
  if (query.data === undefined || data === undefined) return <LoadingState height={PICTURE_HEIGHT + 96} />;
  return (
    <div className={query.isPlaceholderData ? classes['waiting'] : undefined}>
      <Stack gap="sm">
        <WholeNumber data={data} />
        <Notices answer={query.data} data={data} {...props} />
        {data.isEmpty ? (
          <Nothing {...props} />
        ) : (
          <>
            <Picture data={data} chart={props.view.chart} name={props.metric.display_name} />
            {data.dimensions.length > 0 && props.view.chart !== 'table' && <Legend data={data} />}
          </>
        )}
        <Standing answer={query.data} data={data} {...props} />
      </Stack>
    </div>
  );
}

function Nothing({ view, onChange }: ControlsProps) {
  const t = useTexts(explorerTexts);
  const widen = () => onChange({ ...view, period: { kind: 'last', count: 90, unit: 'days' }, granularity: 'day' });
  const drop = () => onChange({ ...view, filters: [] });
  return (
    <EmptyState
      title={t('emptyTitle')}
      advice={t('emptyAdvice')}
      actions={[
        { label: t('widen'), onClick: widen },
        ...(view.filters.length > 0 ? [{ label: t('dropFilters'), onClick: drop }] : []),
      ]}
    />
  );
}

function useDrawn(
  { data: answer }: UseQueryResult<MetricValuesAnswer>,
  metric: MetricDefinitionAnswer,
  dimensions: readonly string[],
): ChartData | undefined {
  const games = answer?.data.series.flatMap(({ dimensions: of }) => of['game_id'] ?? []) ?? [];
  const nameOf = useNames(games.filter((id) => id !== '' && id !== '__other__'));
  return useMemo(() => {
    if (answer === undefined) return undefined;
    const data = toChartData(answer, dimensions, nameOf, metric.window_days);
    return {
      ...data,
      series: data.series.map((one) => (dimensions.length === 0 ? { ...one, name: metric.display_name } : one)),
    };
  }, [answer, dimensions, metric, nameOf]);
}

import type { MetricDefinitionAnswer } from '@analytics/contracts';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Page } from '../../components/page';
import { Answered } from '../../components/states/answered';
import { EmptyState } from '../../components/states/empty-state';
import { LoadingState } from '../../components/states/loading-state';
import { useTexts } from '../../i18n/use-texts';
import { fitView } from '../../view-state/fit-view';
import { writeView } from '../../view-state/link';
import { LinkProblems } from '../../view-state/pickers/link-problems';
import { useArchivedDefinitions, useDefinitions, useMinute } from '../../view-state/question/use-metric-values';
import type { MetricView } from '../../view-state/view';
import { AboutMetric } from './answer/about-metric';
import { AnswerView } from './answer/answer-view';
import { FiltersEditor } from './controls/filters-editor';
import { MetricPicker } from './controls/metric-picker';
import { QuestionControls } from './controls/question-controls';
import { isListed, settleView } from './settle-view';
import { explorerTexts } from './texts';

const route = getRouteApi('/explorer');

/** Any metric, cut any way it allows; the address is the whole view. */
export function ExplorerPage() {
  const t = useTexts(explorerTexts);
  return (
    <Page title={t('title')}>
      <Answered query={useDefinitions()} height={560} rows={2}>
        {(metrics) => <Explorer metrics={metrics} />}
      </Answered>
    </Page>
  );
}

function Explorer({ metrics }: { readonly metrics: readonly MetricDefinitionAnswer[] }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const now = useMinute();
  const archived = useArchivedDefinitions(!isListed(search, metrics));
  const settled = useMemo(
    () => settleView(search, [...metrics, ...(archived.data ?? [])]),
    [search, metrics, archived.data],
  );
  if (archived.isLoading) return <LoadingState height={560} rows={2} />;
  if (settled === undefined) return <EmptyState />;
  const { view, metric, problems } = settled;
  const change = (next: MetricView) => void navigate({ search: writeView(next), resetScroll: false });
  // What was picked for one metric goes along to the next one as far as it has it: there is nothing to say about the rest.
  const turnTo = (next: MetricDefinitionAnswer) => change(fitView({ ...view, metric: next.name }, next).view);
  const controls = { view, metric, now, onChange: change };
  return (
    <>
      <LinkProblems problems={problems} onAccept={() => change(view)} />
      <MetricPicker metrics={metrics} value={metric} onChange={turnTo} />
      <QuestionControls {...controls} />
      <FiltersEditor key={metric.name} {...controls} />
      <AnswerView {...controls} />
      <AboutMetric metric={metric} />
    </>
  );
}

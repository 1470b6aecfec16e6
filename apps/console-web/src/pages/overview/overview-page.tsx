import { Page } from '../../components/page';
import { EmptyState } from '../../components/states/empty-state';
import { useTexts } from '../../i18n/use-texts';
import { overviewTexts } from './texts';

export function OverviewPage() {
  const t = useTexts(overviewTexts);
  return (
    <Page title={t('title')}>
      <EmptyState />
    </Page>
  );
}

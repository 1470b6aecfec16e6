import { Page } from '../../components/page';
import { EmptyState } from '../../components/states/empty-state';
import { useTexts } from '../../i18n/use-texts';
import { explorerTexts } from './texts';

export function ExplorerPage() {
  const t = useTexts(explorerTexts);
  return (
    <Page title={t('title')}>
      <EmptyState />
    </Page>
  );
}

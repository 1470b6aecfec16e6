import { Page } from '../../../components/page';
import { EmptyState } from '../../../components/states/empty-state';
import { useTexts } from '../../../i18n/use-texts';
import { dlqTexts } from './texts';

export function DlqPage() {
  const t = useTexts(dlqTexts);
  return (
    <Page title={t('title')}>
      <EmptyState />
    </Page>
  );
}

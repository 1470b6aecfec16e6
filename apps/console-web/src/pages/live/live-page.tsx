import { Page } from '../../components/page';
import { EmptyState } from '../../components/states/empty-state';
import { useTexts } from '../../i18n/use-texts';
import { liveTexts } from './texts';

export function LivePage() {
  const t = useTexts(liveTexts);
  return (
    <Page title={t('title')}>
      <EmptyState />
    </Page>
  );
}

import { Page } from '../../components/page';
import { EmptyState } from '../../components/states/empty-state';
import { useTexts } from '../../i18n/use-texts';
import { myGamesTexts } from './texts';

export function MyGamesPage() {
  const t = useTexts(myGamesTexts);
  return (
    <Page title={t('title')}>
      <EmptyState />
    </Page>
  );
}

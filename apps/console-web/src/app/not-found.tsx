import { EmptyState } from '../components/states/empty-state';
import { useTexts } from '../i18n/use-texts';
import { shellTexts } from './shell/texts';
import { stateTexts } from '../components/states/texts';

export function NotFound() {
  const t = useTexts(shellTexts);
  return (
    <EmptyState
      title={t('notFoundTitle')}
      advice={t('notFoundAdvice')}
      actions={[{ label: t('toStart'), href: '/' }]}
    />
  );
}

/** For who may log in and yet has nothing to see. */
export function NoPages() {
  const t = useTexts(shellTexts);
  const state = useTexts(stateTexts);
  return (
    <EmptyState
      title={t('nothingTitle')}
      advice={state('forbiddenAdvice')}
      actions={[{ label: t('logout'), href: '/auth/logout' }]}
    />
  );
}

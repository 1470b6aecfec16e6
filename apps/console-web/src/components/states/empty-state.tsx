import { IconDatabaseOff } from '@tabler/icons-react';
import { useTexts } from '../../i18n/use-texts';
import { type StateAction, StateView } from './state-view';
import { stateTexts } from './texts';

interface EmptyStateProps {
  readonly title?: string;
  /** Why it is empty and what fills it. */
  readonly advice?: string;
  readonly actions?: readonly StateAction[];
}

export function EmptyState({ title, advice, actions }: EmptyStateProps) {
  const t = useTexts(stateTexts);
  return (
    <StateView
      state="empty"
      icon={<IconDatabaseOff size={26} />}
      color="gray"
      title={title ?? t('emptyTitle')}
      advice={advice ?? t('emptyAdvice')}
      actions={actions ?? []}
    />
  );
}

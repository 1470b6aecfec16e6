import { Alert, List } from '@mantine/core';
import { IconLinkOff } from '@tabler/icons-react';
import { useTexts } from '../../i18n/use-texts';
import type { LinkProblem } from '../link';
import { pickerTexts } from './texts';

interface LinkProblemsProps {
  readonly problems: readonly LinkProblem[];
  /** Writes the address anew, as it was understood. */
  readonly onAccept: () => void;
}

/** What of the address could not be followed: a view must not look like the one that was sent when it is not. */
export function LinkProblems({ problems, onAccept }: LinkProblemsProps) {
  const t = useTexts(pickerTexts);
  if (problems.length === 0) return null;
  return (
    <Alert
      color="yellow"
      icon={<IconLinkOff />}
      title={t('problemsTitle')}
      data-state="link-problems"
      role="status"
      withCloseButton
      closeButtonLabel={t('close')}
      onClose={onAccept}
    >
      <List size="sm">
        {problems.map(({ parameter, given, reason }) => (
          <List.Item key={`${parameter} ${given}`}>
            {t(reason === 'unknown' ? 'problemUnknown' : 'problemNotOfMetric', { parameter, given })}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

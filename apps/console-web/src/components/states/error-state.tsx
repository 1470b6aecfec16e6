import { Code, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconLock } from '@tabler/icons-react';
import { ApiError } from '../../api/api-error';
import { useTexts } from '../../i18n/use-texts';
import { adviceOf } from './advice';
import { StateView } from './state-view';
import { stateTexts } from './texts';

interface ErrorStateProps {
  readonly error: Error;
  readonly onRetry?: () => void;
}

/** Any failure: what happened in words, what to do, and what whoever is on duty needs to look it up. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const t = useTexts(stateTexts);
  if (error instanceof ApiError && error.status === 403) return <ForbiddenState error={error} />;
  const { title, advice } = adviceOf(error);
  return (
    <StateView
      state="error"
      icon={<IconAlertTriangle size={26} />}
      color="orange"
      title={t(title)}
      advice={t(advice)}
      detail={<Told error={error} />}
      {...(onRetry && { actions: [{ label: t('again'), onClick: onRetry }] })}
    />
  );
}

export function ForbiddenState({ error }: { readonly error?: ApiError }) {
  const t = useTexts(stateTexts);
  return (
    <StateView
      state="forbidden"
      icon={<IconLock size={26} />}
      color="gray"
      title={t('forbiddenTitle')}
      advice={t('forbiddenAdvice')}
      {...(error && { detail: <Told error={error} /> })}
      actions={[{ label: t('toLogin'), href: '/auth/logout' }]}
    />
  );
}

function Told({ error }: { readonly error: Error }) {
  const t = useTexts(stateTexts);
  if (!(error instanceof ApiError) || error.status === 0) return null;
  return (
    <Stack gap={4} align="center">
      <Text size="sm" ta="center">
        {error.title}
        {/* What is wrong with a question helps who asked it; what is wrong on our side does not. */}
        {error.status < 500 && error.detail !== '' && `: ${error.detail}`}
      </Text>
      <Text size="xs" c="dimmed">
        <Code>{error.code}</Code> {error.requestId !== undefined && t('requestId', { id: error.requestId })}
      </Text>
    </Stack>
  );
}

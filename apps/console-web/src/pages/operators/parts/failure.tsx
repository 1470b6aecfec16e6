import { Alert, Code, List, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ApiError } from '../../../api/api-error';
import { adviceOf } from '../../../components/states/advice';
import { stateTexts } from '../../../components/states/texts';
import { useTexts } from '../../../i18n/use-texts';
import { partTexts } from './texts';

/** Why something that was asked for was not done: every error that was told, and what to do. */
export function Failure({ error }: { readonly error: Error | null }) {
  const t = useTexts(partTexts);
  const state = useTexts(stateTexts);
  if (error === null) return null;
  if (!(error instanceof ApiError) || error.status === 0 || error.status >= 500 || error.status === 429) {
    const { title, advice } = adviceOf(error);
    return (
      <Alert color="red" icon={<IconAlertTriangle />} title={state(title)} role="alert">
        {state(advice)} <Numbered error={error} />
      </Alert>
    );
  }
  return (
    <Alert color="red" icon={<IconAlertTriangle />} title={error.title} role="alert" data-code={error.code}>
      <List size="sm" spacing={4}>
        {error.errors.map(({ code, detail, source }, at) => (
          <List.Item key={at}>
            {detail} <Code>{source?.pointer ?? source?.parameter ?? code}</Code>
          </List.Item>
        ))}
      </List>
      {error.requestId !== undefined && (
        <Text size="xs" mt={4}>
          {t('requestId', { id: error.requestId })}
        </Text>
      )}
    </Alert>
  );
}

function Numbered({ error }: { readonly error: Error }) {
  const t = useTexts(partTexts);
  if (!(error instanceof ApiError) || error.requestId === undefined) return null;
  return <>{t('requestId', { id: error.requestId })}</>;
}

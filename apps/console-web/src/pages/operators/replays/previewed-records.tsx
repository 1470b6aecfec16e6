import { Alert, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Answered } from '../../../components/states/answered';
import { useTexts } from '../../../i18n/use-texts';
import { replayPreviewOf } from '../api/questions';
import { JsonText } from '../parts/json-text';
import { TextLink } from '../parts/links';
import classes from '../patch-editor/patch-editor.module.css';
import { reasonTexts } from '../words/reason-texts';
import { useWords } from '../words/use-words';
import { replayTexts } from './texts';

/** Records before and after the patch as the server sees them. */
export function PreviewedRecords({ id, most }: { readonly id: string; readonly most: number }) {
  const t = useTexts(replayTexts);
  const reason = useWords(reasonTexts);
  const preview = useQuery(replayPreviewOf(id));
  return (
    <Stack gap="sm">
      <Title order={3} size="h5">
        {t('preview')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('previewLead')}
      </Text>
      <Answered query={preview} height={200}>
        {({ data }) => (
          <Stack gap="lg">
            {data.slice(0, most).map((record) => (
              <Stack key={record.id} gap="xs">
                <TextLink to="/operators/records/$id" params={{ id: record.id }}>
                  {t('record', { id: record.id.slice(0, 8) })}
                </TextLink>
                <div className={classes.sides}>
                  <JsonText value={record.before} label={t('before')} />
                  {record.skipped === null ? (
                    <JsonText value={record.after} label={t('after')} />
                  ) : (
                    <Alert color="orange" className={classes.note}>
                      {t('previewSkip', { reason: reason(record.skipped) })}
                    </Alert>
                  )}
                </div>
              </Stack>
            ))}
          </Stack>
        )}
      </Answered>
    </Stack>
  );
}

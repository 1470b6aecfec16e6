import { NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../../i18n/use-texts';
import { type Answer, SCHEMA_MODES, type SchemaVersion } from '../api/records';
import { useCommand } from '../api/use-command';
import { ConfirmDialog } from '../parts/confirm-dialog';
import { useWords } from '../words/use-words';
import { schemaTexts } from './texts';

interface ModeDialogProps {
  readonly version: SchemaVersion;
  readonly onClose: () => void;
}

/** What becomes of events that break the version: said before it is changed. */
export function ModeDialog({ version: { type, version, mode }, onClose }: ModeDialogProps) {
  const t = useTexts(schemaTexts);
  const word = useWords(schemaTexts);
  const others = SCHEMA_MODES.filter((each) => each !== mode);
  const [next, setNext] = useState<string>(others[0] ?? mode);
  const change = useCommand<Answer<SchemaVersion>>(onClose);
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={t('modeTitle', { version })}
      action={t('modeAction')}
      pending={change.isPending}
      error={change.error}
      onConfirm={() =>
        change.mutate({
          method: 'patch',
          path: `/schemas/${encodeURIComponent(type)}/versions/${version}`,
          body: { mode: next },
        })
      }
    >
      <Stack gap="sm">
        <NativeSelect
          label={t('newMode')}
          value={next}
          data={others.map((each) => ({ value: each, label: word(each) }))}
          onChange={({ currentTarget }) => setNext(currentTarget.value)}
        />
        <Text>{t('modeText', { now: word(mode), next: word(next), hint: word(`${next}Hint`) })}</Text>
      </Stack>
    </ConfirmDialog>
  );
}

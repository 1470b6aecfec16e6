import { Checkbox, NumberInput, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../../i18n/use-texts';
import type { Answer, WriteKeySecret } from '../api/records';
import { useCommand } from '../api/use-command';
import { ConfirmDialog } from '../parts/confirm-dialog';
import { EMPTY_KEY, newKeyOf } from './new-key';
import { keyTexts } from './texts';

interface CreateKeyDialogProps {
  readonly onClose: () => void;
  readonly onMade: (secret: string) => void;
}

const LISTS = [
  ['sources', 'sourcesHint'],
  ['types', 'typesHint'],
  ['origins', 'originsHint'],
] as const;

export function CreateKeyDialog({ onClose, onMade }: CreateKeyDialogProps) {
  const t = useTexts(keyTexts);
  const [draft, setDraft] = useState(EMPTY_KEY);
  const create = useCommand<Answer<WriteKeySecret>>(({ data }) => onMade(data.secret));
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={t('createTitle')}
      action={t('createAction')}
      pending={create.isPending}
      error={create.error}
      onConfirm={() => create.mutate({ path: '/write-keys', body: newKeyOf(draft) })}
    >
      <Stack gap="sm">
        <TextInput
          label={t('name')}
          description={t('nameHint')}
          value={draft.name}
          onChange={({ currentTarget }) => setDraft({ ...draft, name: currentTarget.value })}
          maxLength={100}
          required
          data-autofocus
        />
        {LISTS.map(([name, hint]) => (
          <Textarea
            key={name}
            label={t(name)}
            description={t(hint)}
            value={draft[name]}
            onChange={({ currentTarget }) => setDraft({ ...draft, [name]: currentTarget.value })}
            autosize
            minRows={1}
            maxRows={6}
            spellCheck={false}
          />
        ))}
        <NumberInput
          label={t('requestsPerSecond')}
          description={t('requestsHint')}
          value={draft.requestsPerSecond ?? ''}
          onChange={(value) => setDraft({ ...draft, requestsPerSecond: value === '' ? undefined : Number(value) })}
          min={1}
          max={1_000_000}
          allowDecimal={false}
        />
        <Checkbox
          label={t('imports')}
          checked={draft.imports}
          onChange={({ currentTarget }) => setDraft({ ...draft, imports: currentTarget.checked })}
        />
      </Stack>
    </ConfirmDialog>
  );
}

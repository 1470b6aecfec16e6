import { Alert, Button, Group, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../../i18n/use-texts';
import { type Answer, type BrokenRule, SCHEMA_MODES, type SchemaVersion } from '../api/records';
import { useCommand } from '../api/use-command';
import { Failure } from '../parts/failure';
import { RowsTable } from '../parts/rows-table';
import { JsonArea } from '../patch-editor/patch-editor';
import { useWords } from '../words/use-words';
import { draftFrom, readDraft, type SchemaDraft } from './schema-draft';
import { schemaTexts } from './texts';

interface NewVersionProps {
  readonly type: string;
  readonly latest: SchemaVersion | undefined;
  readonly onClose: () => void;
}

interface Checked {
  readonly compatible: boolean;
  readonly broken: readonly BrokenRule[];
}

/** The next version: written, checked against those before, registered. */
export function NewVersion({ type, latest, onClose }: NewVersionProps) {
  const t = useTexts(schemaTexts);
  const [draft, setDraft] = useState(() => draftFrom(latest));
  const { body, schemaWrong, exampleWrong } = readDraft(draft);
  const path = `/schemas/${encodeURIComponent(type)}`;
  const [checkedBody, setCheckedBody] = useState<string>();
  const check = useCommand<Answer<Checked>>(() => setCheckedBody(JSON.stringify(body)));
  const register = useCommand<Answer<SchemaVersion>>(onClose);
  // A verdict is about what was checked, not about what was written since.
  const verdict = checkedBody === JSON.stringify(body) ? check.data?.data : undefined;
  return (
    <Stack gap="md">
      <Title order={2} size="h4">
        {t('newTitle')}
      </Title>
      {latest === undefined && <Text c="dimmed">{t('firstVersion')}</Text>}
      <JsonArea
        label={t('schemaText')}
        value={draft.schema}
        onChange={(schema) => setDraft({ ...draft, schema })}
        error={schemaWrong ? t('notJson') : undefined}
      />
      <JsonArea
        label={`${t('exampleText')}. ${t('exampleHint')}`}
        value={draft.example}
        onChange={(example) => setDraft({ ...draft, example })}
        error={exampleWrong ? t('notJson') : undefined}
      />
      <Terms draft={draft} onDraft={setDraft} />
      <Group gap="sm">
        <Button
          variant="default"
          disabled={body === undefined}
          loading={check.isPending}
          onClick={() => check.mutate({ path: `${path}/check`, body })}
        >
          {t('check')}
        </Button>
        <Button
          disabled={body === undefined || verdict?.compatible === false}
          loading={register.isPending}
          onClick={() => register.mutate({ path: `${path}/versions`, body })}
        >
          {t('registerAction')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('cancelEdit')}
        </Button>
      </Group>
      <Failure error={check.error ?? register.error} />
      {verdict !== undefined && <Verdict verdict={verdict} />}
    </Stack>
  );
}

function Terms({ draft, onDraft }: { readonly draft: SchemaDraft; readonly onDraft: (draft: SchemaDraft) => void }) {
  const t = useTexts(schemaTexts);
  const word = useWords(schemaTexts);
  return (
    <Group gap="sm" align="flex-end">
      <NativeSelect
        label={t('mode')}
        value={draft.mode}
        data={[
          { value: '', label: t('sameMode') },
          ...SCHEMA_MODES.map((mode) => ({ value: mode, label: word(mode) })),
        ]}
        onChange={({ currentTarget }) => onDraft({ ...draft, mode: currentTarget.value })}
      />
      <TextInput
        label={t('owner')}
        value={draft.owner}
        maxLength={200}
        onChange={({ currentTarget }) => onDraft({ ...draft, owner: currentTarget.value })}
      />
      <TextInput
        label={t('description')}
        value={draft.description}
        maxLength={4_000}
        miw={320}
        onChange={({ currentTarget }) => onDraft({ ...draft, description: currentTarget.value })}
      />
    </Group>
  );
}

function Verdict({ verdict: { compatible, broken } }: { readonly verdict: Checked }) {
  const t = useTexts(schemaTexts);
  const word = useWords(schemaTexts);
  if (compatible) {
    return (
      <Alert color="green" title={t('compatible')} role="status" data-compatible="true">
        {t('compatibleText')}
      </Alert>
    );
  }
  return (
    <Stack gap="sm" data-compatible="false">
      <Alert color="red" title={t('incompatible', { count: broken.length })} role="alert" />
      <RowsTable
        label={t('rulesTable')}
        minWidth={860}
        rows={broken}
        keyOf={({ rule, pointer, against, direction }) => `${rule} ${pointer} ${against} ${direction}`}
        columns={[
          { title: t('rule'), cell: ({ rule }) => rule },
          { title: t('pointer'), kind: 'long', cell: ({ pointer }) => pointer },
          { title: t('detail'), kind: 'long', cell: ({ detail }) => detail },
          { title: t('direction'), cell: ({ direction }) => word(direction) },
          { title: t('against'), kind: 'number', cell: ({ against }) => against },
        ]}
      />
    </Stack>
  );
}

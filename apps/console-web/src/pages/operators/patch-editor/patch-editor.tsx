import { Alert, Button, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { useTexts } from '../../../i18n/use-texts';
import { EMPTY_CHANGE, type FormChange } from '../json/patch-form';
import { replayTexts } from '../replays/texts';
import { ChangeLine } from './change-line';
import { type Draft, type DraftPatch, type Way, WAYS } from './draft';
import classes from './patch-editor.module.css';

interface PatchEditorProps {
  readonly way: Way;
  readonly onWay: (way: Way) => void;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly patch: DraftPatch;
  readonly sample: unknown;
}

const LABELS = { none: 'howNone', form: 'howForm', edit: 'howEdit', patch: 'howPatch' } as const;
const HINTS = { none: 'howNoneHint', form: 'howFormHint', edit: 'howEditHint', patch: 'howPatchHint' } as const;
const MOST_CHANGES = 20;

/** Four ways to say what is to be changed: nothing, members for all, the sample itself, or the steps. */
export function PatchEditor(props: PatchEditorProps) {
  const { way, onWay, draft, onDraft, patch } = props;
  const t = useTexts(replayTexts);
  return (
    <Stack gap="sm">
      <div className={classes.ways}>
        <SegmentedControl
          size="xs"
          aria-label={t('how')}
          value={way}
          onChange={(chosen) => onWay(chosen as Way)}
          data={WAYS.map((each) => ({ value: each, label: t(LABELS[each]) }))}
        />
      </div>
      <Text c="dimmed" size="sm">
        {t(HINTS[way])}
      </Text>
      {way === 'form' && <Changes changes={draft.changes} onChange={(changes) => onDraft({ ...draft, changes })} />}
      {way === 'edit' && <EventEditor {...props} />}
      {way === 'patch' && (
        <JsonArea
          label={t('howPatch')}
          value={draft.patch}
          onChange={(text) => onDraft({ ...draft, patch: text })}
          error={patch.problem === 'jsonWrong' || patch.problem === 'patchWrong' ? t(patch.problem) : undefined}
        />
      )}
      {(patch.problem === 'masked' || patch.problem === 'pointer_protected') && (
        <Alert color="red" role="alert">
          {t(patch.problem)}
        </Alert>
      )}
    </Stack>
  );
}

function EventEditor({ draft, onDraft, patch, sample }: PatchEditorProps) {
  const t = useTexts(replayTexts);
  return (
    <JsonArea
      label={t('sample')}
      value={draft.edited ?? JSON.stringify(sample, undefined, 2)}
      onChange={(edited) => onDraft({ ...draft, edited })}
      error={patch.problem === 'jsonWrong' ? t('jsonWrong') : undefined}
    />
  );
}

interface JsonAreaProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly error: string | undefined;
}

export function JsonArea({ label, value, onChange, error }: JsonAreaProps) {
  return (
    <Textarea
      label={label}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      error={error}
      autosize
      minRows={6}
      maxRows={24}
      spellCheck={false}
      classNames={{ input: classes.code }}
    />
  );
}

interface ChangesProps {
  readonly changes: readonly FormChange[];
  readonly onChange: (changes: readonly FormChange[]) => void;
}

function Changes({ changes, onChange }: ChangesProps) {
  const t = useTexts(replayTexts);
  return (
    <Stack gap="sm" align="flex-start">
      {changes.map((change, at) => (
        <ChangeLine
          key={at}
          at={at + 1}
          change={change}
          onChange={(next) => onChange(changes.with(at, next))}
          {...(changes.length > 1 && { onDrop: () => onChange(changes.toSpliced(at, 1)) })}
        />
      ))}
      {changes.length < MOST_CHANGES && (
        <Button variant="default" onClick={() => onChange([...changes, EMPTY_CHANGE])}>
          {t('addChange')}
        </Button>
      )}
    </Stack>
  );
}

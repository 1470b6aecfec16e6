import { ActionIcon, NativeSelect, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTexts } from '../../../i18n/use-texts';
import { CHANGE_KINDS, EMPTY_CHANGE, type FormChange, stepOf, VALUE_KINDS } from '../json/patch-form';
import { replayTexts } from '../replays/texts';
import classes from './patch-editor.module.css';

interface ChangeLineProps {
  readonly at: number;
  readonly change: FormChange;
  readonly onChange: (change: FormChange) => void;
  readonly onDrop?: () => void;
}

/** One change: set, remove or rename a member in every chosen record. */
export function ChangeLine({ at, change, onChange, onDrop }: ChangeLineProps) {
  const t = useTexts(replayTexts);
  const read = stepOf(change);
  // Nobody is told what is wrong before they have written anything.
  const isTouched = change.pointer !== EMPTY_CHANGE.pointer;
  const problem = read.ok || !isTouched ? undefined : read.problem;
  const isPointer = problem === 'pointer_wrong' || problem === 'pointer_protected';
  const isName = problem === 'name_missing' || problem === 'name_same';
  const set = (part: Partial<FormChange>) => onChange({ ...change, ...part });
  return (
    <fieldset className={classes.change} aria-label={t('changeOf', { at })}>
      <NativeSelect
        label={t('change')}
        value={change.kind}
        data={CHANGE_KINDS.map((kind) => ({ value: kind, label: t(`kind${kind}`) }))}
        onChange={({ currentTarget }) => set({ kind: currentTarget.value as FormChange['kind'] })}
      />
      <TextInput
        label={t('pointer')}
        miw={220}
        value={change.pointer}
        error={isPointer ? t(problem) : undefined}
        onChange={({ currentTarget }) => set({ pointer: currentTarget.value })}
        spellCheck={false}
      />
      {change.kind === 'rename' && (
        <TextInput
          label={t('newName')}
          value={change.name}
          error={isName ? t(problem) : undefined}
          onChange={({ currentTarget }) => set({ name: currentTarget.value })}
          spellCheck={false}
        />
      )}
      {change.kind === 'set' && <Value change={change} set={set} isWrong={problem === 'value_wrong'} />}
      {onDrop !== undefined && (
        <ActionIcon
          className={classes.drop}
          variant="default"
          size="lg"
          aria-label={t('dropChange', { at })}
          onClick={onDrop}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      )}
    </fieldset>
  );
}

interface ValueProps {
  readonly change: FormChange;
  readonly set: (part: Partial<FormChange>) => void;
  readonly isWrong: boolean;
}

function Value({ change, set, isWrong }: ValueProps) {
  const t = useTexts(replayTexts);
  const { valueKind, text } = change;
  return (
    <>
      <NativeSelect
        label={t('valueKind')}
        value={valueKind}
        data={VALUE_KINDS.map((kind) => ({ value: kind, label: t(`value${kind}`) }))}
        onChange={({ currentTarget }) => set({ valueKind: currentTarget.value as FormChange['valueKind'] })}
      />
      {valueKind === 'boolean' && (
        <NativeSelect
          label={t('value')}
          value={text === 'true' ? 'true' : 'false'}
          data={[
            { value: 'true', label: t('yes') },
            { value: 'false', label: t('no') },
          ]}
          onChange={({ currentTarget }) => set({ text: currentTarget.value })}
        />
      )}
      {valueKind !== 'boolean' && valueKind !== 'null' && (
        <TextInput
          label={t('value')}
          miw={220}
          value={text}
          error={isWrong ? t('value_wrong') : undefined}
          onChange={({ currentTarget }) => set({ text: currentTarget.value })}
          spellCheck={false}
        />
      )}
    </>
  );
}

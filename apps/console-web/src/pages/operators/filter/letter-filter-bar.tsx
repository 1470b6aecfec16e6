import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { InstantField } from '../../../components/fields/instant-field';
import { useTexts } from '../../../i18n/use-texts';
import { LETTER_STATUSES } from '../api/records';
import { partTexts } from '../parts/texts';
import { reasonTexts, remedyTexts, statusTexts } from '../words/reason-texts';
import { useWords } from '../words/use-words';
import { type LetterFilter, STAGES } from './letter-filter';
import { letterTexts } from '../dead-letters/texts';

type Field = 'reason' | 'status' | 'stage' | 'type' | 'source' | 'key' | 'text' | 'from' | 'until';

interface LetterFilterBarProps {
  readonly filter: LetterFilter;
  readonly fields: readonly Field[];
}

const REASONS = Object.keys(remedyTexts.en);

/** The filter as a form; pressing “Show” writes it into the address. */
export function LetterFilterBar({ filter, fields }: LetterFilterBarProps) {
  // What is typed follows the address: a link or “back” fills the form anew.
  return <FilterForm key={JSON.stringify(filter)} filter={filter} fields={fields} />;
}

function FilterForm({ filter, fields }: LetterFilterBarProps) {
  const t = useTexts(letterTexts);
  const part = useTexts(partTexts);
  const navigate = useNavigate();
  const [draft, setDraft] = useState<LetterFilter>(filter);
  const set = (name: Field) => (value: string) => setDraft({ ...draft, [name]: value === '' ? undefined : value });
  const show = (search: LetterFilter) => void navigate({ to: '.', search: search as never });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    show(draft);
  };
  return (
    <Group component="form" aria-label={t('filters')} align="flex-end" gap="sm" onSubmit={submit as never}>
      {fields.map((name) => (
        <FilterField key={name} name={name} value={draft[name]} onChange={set(name)} />
      ))}
      <Group gap="xs">
        <Button type="submit">{part('apply')}</Button>
        <Button variant="default" onClick={() => show({})}>
          {part('reset')}
        </Button>
      </Group>
    </Group>
  );
}

interface FilterFieldProps {
  readonly name: Field;
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
}

function FilterField({ name, value = '', onChange }: FilterFieldProps) {
  const t = useTexts(letterTexts);
  const part = useTexts(partTexts);
  const reason = useWords(reasonTexts);
  const status = useWords(statusTexts);
  const all = { value: '', label: part('all') };
  const choices = {
    reason: () => [all, ...REASONS.map((code) => ({ value: code, label: reason(code) }))],
    stage: () => [all, ...STAGES.map((stage) => ({ value: stage, label: status(stage) }))],
    status: () => [...LETTER_STATUSES, 'all'].map((each) => ({ value: each, label: status(each) })),
  };
  if (name === 'reason' || name === 'stage' || name === 'status') {
    return (
      <NativeSelect
        label={t(name)}
        data={choices[name]()}
        value={name === 'status' && value === '' ? 'open' : value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    );
  }
  if (name === 'from' || name === 'until') return <InstantField label={t(name)} value={value} onChange={onChange} />;
  return (
    <TextInput
      label={t(name)}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      {...(name === 'text' && { placeholder: t('textHint'), miw: 240 })}
    />
  );
}

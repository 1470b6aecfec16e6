import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { InstantField } from '../../../components/fields/instant-field';
import { useTexts } from '../../../i18n/use-texts';
import { partTexts } from '../parts/texts';
import { useWords } from '../words/use-words';
import { actionTexts, auditTexts } from './texts';

const FIELDS = ['actor', 'action', 'object', 'from', 'until'] as const;
type Filter = Partial<Record<(typeof FIELDS)[number], string>>;

/** The filter as a form; pressing “Show” writes it into the address. */
export function AuditFilter({ filter }: { readonly filter: Filter }) {
  const t = useTexts(auditTexts);
  const part = useTexts(partTexts);
  const action = useWords(actionTexts);
  const navigate = useNavigate();
  const [draft, setDraft] = useState<Filter>(filter);
  const show = (search: Filter) => void navigate({ to: '/operators/audit', search });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    show(draft);
  };
  const set = (name: keyof Filter, value: string) => setDraft({ ...draft, [name]: value === '' ? undefined : value });
  return (
    <Group component="form" aria-label={t('filters')} align="flex-end" gap="sm" onSubmit={submit as never}>
      {FIELDS.map((name) => {
        const value = draft[name] ?? '';
        if (name === 'action') {
          return (
            <NativeSelect
              key={name}
              label={t(name)}
              value={value}
              data={[
                { value: '', label: t('all') },
                ...Object.keys(actionTexts.en).map((each) => ({ value: each, label: action(each) })),
              ]}
              onChange={({ currentTarget }) => set(name, currentTarget.value)}
            />
          );
        }
        if (name === 'from' || name === 'until') {
          return <InstantField key={name} label={t(name)} value={value} onChange={(at) => set(name, at)} />;
        }
        return (
          <TextInput
            key={name}
            label={t(name)}
            value={value}
            onChange={({ currentTarget }) => set(name, currentTarget.value)}
          />
        );
      })}
      <Group gap="xs">
        <Button type="submit">{part('apply')}</Button>
        <Button variant="default" onClick={() => show({})}>
          {part('reset')}
        </Button>
      </Group>
    </Group>
  );
}

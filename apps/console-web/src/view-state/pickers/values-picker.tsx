import { MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { gamesQuery } from '../../api/games';
import { useTexts } from '../../i18n/use-texts';
import type { PeriodChoice } from '../period';
import { questionOf } from '../question/question';
import { useMinute, valuesQuery } from '../question/use-metric-values';
import { pickerTexts } from './texts';
import { useDimensionName, useNames } from './use-names';

interface ValuesPickerProps {
  /** A metric that has the dimension: what is offered are its largest groups. */
  readonly metric: string;
  readonly dimension: string;
  readonly period: PeriodChoice;
  readonly zone: string;
  readonly value: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  /** Where the name of the dimension stands beside it already. */
  readonly isLabelHidden?: boolean;
}

const MOST_OFFERED = 100;

/** Values of a dimension: games are looked up by their titles, all else is what the numbers of the period know. */
export function ValuesPicker(props: ValuesPickerProps) {
  return props.dimension === 'game_id' ? <GamesPicker {...props} /> : <GroupsPicker {...props} />;
}

function GroupsPicker(props: ValuesPickerProps) {
  const [wasOpened, setOpened] = useState(false);
  const { data } = useQuery({ ...valuesQuery(useGroupsQuestion(props)), enabled: wasOpened, refetchInterval: false });
  const nameOf = useNames([]);
  const known = data?.data.series.map(({ dimensions }) => dimensions[props.dimension] ?? '') ?? [];
  const values = [...new Set([...props.value, ...known])].filter((value) => value !== '' && value !== '__other__');
  return (
    <Picker
      {...props}
      options={values.map((value) => ({ value, label: nameOf(props.dimension, value) }))}
      onOpen={() => setOpened(true)}
    />
  );
}

function useGroupsQuestion({ metric, dimension, period, zone }: ValuesPickerProps) {
  const outlook = { period, zone, filters: [], compare: 'none' as const };
  return questionOf(
    { ...outlook, metric, granularity: 'month', dimensions: [dimension], top: MOST_OFFERED },
    useMinute(),
  );
}

function GamesPicker(props: ValuesPickerProps) {
  const [words, setWords] = useState('');
  const [asked] = useDebouncedValue(words, 250);
  const [wasOpened, setOpened] = useState(false);
  const { data } = useQuery({ ...gamesQuery(asked), enabled: wasOpened, placeholderData: keepPreviousData });
  const nameOf = useNames(props.value);
  const found = data?.map(({ game_id, title }) => ({ value: game_id, label: title })) ?? [];
  const taken = props.value.filter((id) => !found.some(({ value }) => value === id));
  const options = [...taken.map((id) => ({ value: id, label: nameOf('game_id', id) })), ...found];
  return <Picker {...props} options={options} onOpen={() => setOpened(true)} onSearch={setWords} />;
}

interface PickerProps extends ValuesPickerProps {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onOpen: () => void;
  readonly onSearch?: (words: string) => void;
}

function Picker({ dimension, value, onChange, options, onOpen, onSearch, isLabelHidden = false }: PickerProps) {
  const t = useTexts(pickerTexts);
  const name = useDimensionName()(dimension);
  return (
    <MultiSelect
      {...(isLabelHidden ? { 'aria-label': name } : { label: name })}
      data={[...options]}
      value={[...value]}
      onChange={onChange}
      onDropdownOpen={onOpen}
      {...(onSearch !== undefined && { onSearchChange: onSearch, filter: ({ options: all }) => all })}
      {...(value.length === 0 && { placeholder: t('any') })}
      searchable
      clearable
      maxDropdownHeight={280}
      nothingFoundMessage={t('nothingFound')}
      comboboxProps={{ width: 280, position: 'bottom-start' }}
    />
  );
}

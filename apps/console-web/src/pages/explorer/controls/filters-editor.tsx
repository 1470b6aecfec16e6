import { ActionIcon, Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { IconFilterPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTexts } from '../../../i18n/use-texts';
import { isWhole } from '../../../view-state/filter-text';
import { useDimensionName } from '../../../view-state/pickers/use-names';
import { ValuesPicker } from '../../../view-state/pickers/values-picker';
import { FILTER_OPS, type Filter, type FilterOp } from '../../../view-state/view';
import classes from '../explorer.module.css';
import { explorerTexts } from '../texts';
import type { ControlsProps } from './question-controls';

const LISTS: readonly FilterOp[] = ['in', 'not_in'];
const LONE: readonly FilterOp[] = ['is_set', 'is_not_set'];

/** Conditions on the metric's dimensions. One that is not whole yet is kept here and asked when it is. */
export function FiltersEditor({ view, metric, onChange }: ControlsProps) {
  const t = useTexts(explorerTexts);
  const [started, setStarted] = useState<Filter>();
  const replace = (index: number, filter: Filter | undefined) => {
    const others = view.filters.filter((_, at) => at !== index);
    if (filter !== undefined && isWhole(filter)) {
      return onChange({ ...view, filters: view.filters.map((each, at) => (at === index ? filter : each)) });
    }
    setStarted(filter);
    onChange({ ...view, filters: others });
  };
  const take = (filter: Filter | undefined) => {
    if (filter === undefined || !isWhole(filter)) return setStarted(filter);
    setStarted(undefined);
    onChange({ ...view, filters: [...view.filters, filter] });
  };
  const first = metric.dimensions[0];
  if (first === undefined) return null;
  return (
    <div className={classes['filters']} role="group" aria-label={t('filters')}>
      {view.filters.map((filter, index) => (
        <FilterRow key={index} filter={filter} view={view} metric={metric} onChange={(next) => replace(index, next)} />
      ))}
      {started !== undefined && <FilterRow filter={started} view={view} metric={metric} onChange={take} />}
      {started === undefined && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconFilterPlus size={16} />}
          onClick={() => setStarted({ dimension: first, op: 'in', values: [] })}
        >
          {t('addFilter')}
        </Button>
      )}
    </div>
  );
}

interface FilterRowProps extends Pick<ControlsProps, 'view' | 'metric'> {
  readonly filter: Filter;
  readonly onChange: (filter: Filter | undefined) => void;
}

function FilterRow({ filter, view, metric, onChange }: FilterRowProps) {
  const t = useTexts(explorerTexts);
  const nameOf = useDimensionName();
  return (
    <Group gap="xs" className={classes['filter']} data-filter={filter.dimension}>
      <NativeSelect
        aria-label={t('filterBy')}
        data={metric.dimensions.map((value) => ({ value, label: nameOf(value) }))}
        value={filter.dimension}
        onChange={(event) =>
          onChange({
            ...filter,
            dimension: event.currentTarget.value,
            values: [],
          })
        }
      />
      <NativeSelect
        aria-label={t('condition')}
        data={FILTER_OPS.map((value) => ({ value, label: t(value) }))}
        value={filter.op}
        onChange={(event) => onChange(withOp(filter, event.currentTarget.value as FilterOp))}
      />
      <FilterValues
        key={`${filter.dimension} ${filter.op}`}
        filter={filter}
        view={view}
        metric={metric}
        onChange={onChange}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('removeFilter', { dimension: nameOf(filter.dimension) })}
        onClick={() => onChange(undefined)}
      >
        <IconX size={16} />
      </ActionIcon>
    </Group>
  );
}

/** As many values stay as the operator can hold. */
function withOp(filter: Filter, op: FilterOp): Filter {
  const most = LONE.includes(op) ? 0 : LISTS.includes(op) ? filter.values.length : 1;
  return { ...filter, op, values: filter.values.slice(0, most) };
}

function FilterValues({ filter, view, metric, onChange }: FilterRowProps) {
  const t = useTexts(explorerTexts);
  const [text, setText] = useState(filter.values[0] ?? '');
  if (LONE.includes(filter.op)) return null;
  if (LISTS.includes(filter.op)) {
    return (
      <div className={classes['values']}>
        <ValuesPicker
          metric={metric.name}
          dimension={filter.dimension}
          period={view.period}
          zone={view.zone}
          value={filter.values}
          onChange={(values) => onChange({ ...filter, values })}
          isLabelHidden
        />
      </div>
    );
  }
  const give = () => text !== '' && text !== filter.values[0] && onChange({ ...filter, values: [text] });
  return (
    <TextInput
      aria-label={t('text')}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={give}
      onKeyDown={(event) => event.key === 'Enter' && give()}
    />
  );
}

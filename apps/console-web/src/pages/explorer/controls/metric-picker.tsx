import { Badge, Combobox, Group, InputBase, Stack, Text, useCombobox } from '@mantine/core';
import type { MetricDefinitionAnswer } from '@analytics/contracts';
import { useMemo, useState } from 'react';
import { useTexts } from '../../../i18n/use-texts';
import { pickerTexts } from '../../../view-state/pickers/texts';
import { useDefinitionsInOtherLanguage } from '../../../view-state/question/use-metric-values';
import { foundMetrics } from '../metric-search';
import { explorerTexts } from '../texts';

interface MetricPickerProps {
  readonly metrics: readonly MetricDefinitionAnswer[];
  readonly value: MetricDefinitionAnswer;
  readonly onChange: (metric: MetricDefinitionAnswer) => void;
}

/** Any metric, found by its name, a tag or words of its description in either language. */
export function MetricPicker({ metrics, value, onChange }: MetricPickerProps) {
  const t = useTexts(explorerTexts);
  const words = useTexts(pickerTexts);
  const [search, setSearch] = useState<string>();
  const { data: others = [] } = useDefinitionsInOtherLanguage();
  const found = useMemo(() => foundMetrics(search ?? '', metrics, others), [search, metrics, others]);
  const box = useCombobox({
    onDropdownClose: () => {
      setSearch(undefined);
      box.resetSelectedOption();
    },
  });
  const pick = (name: string) => {
    const metric = metrics.find((each) => each.name === name);
    box.closeDropdown();
    if (metric !== undefined) onChange(metric);
  };
  return (
    <Combobox store={box} onOptionSubmit={pick}>
      <Combobox.Target withExpandedAttribute>
        <InputBase
          role="combobox"
          aria-autocomplete="list"
          label={t('metric')}
          value={search ?? value.display_name}
          placeholder={search === undefined ? '' : t('findMetric')}
          rightSection={<Combobox.Chevron />}
          rightSectionPointerEvents="none"
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            box.openDropdown();
            box.selectFirstOption();
          }}
          onClick={() => box.openDropdown()}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={() => box.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={360} style={{ overflowY: 'auto' }} aria-label={t('metric')}>
          {found.map((metric) => (
            <Combobox.Option key={metric.name} value={metric.name} active={metric.name === value.name}>
              <MetricOption metric={metric} />
            </Combobox.Option>
          ))}
          {found.length === 0 && <Combobox.Empty>{words('nothingFound')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function MetricOption({ metric }: { readonly metric: MetricDefinitionAnswer }) {
  return (
    <Stack gap={0}>
      <Group gap={6} justify="space-between" wrap="nowrap">
        <Text size="sm" fw={500}>
          {metric.display_name}
        </Text>
        <Group gap={4} wrap="nowrap">
          {metric.tags.map((tag) => (
            <Badge key={tag} size="xs" variant="default" tt="none">
              {tag}
            </Badge>
          ))}
        </Group>
      </Group>
      <Text size="xs" opacity={0.85} lineClamp={1}>
        {metric.description}
      </Text>
    </Stack>
  );
}

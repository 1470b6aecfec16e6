import { Button, Code, Group, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import type { ApiError } from '../../../api/api-error';
import { useTexts } from '../../../i18n/use-texts';
import { pickerTexts } from '../../../view-state/pickers/texts';
import { useDimensionName } from '../../../view-state/pickers/use-names';
import { type CheaperView, cheaperViews } from '../../../view-state/question/cheaper-views';
import type { ControlsProps } from '../controls/question-controls';
import { explorerTexts } from '../texts';

interface TooExpensiveProps extends ControlsProps {
  readonly error: ApiError;
}

/** The API says how to ask for less; the buttons do it. */
export function TooExpensive({ error, view, now, onChange }: TooExpensiveProps) {
  const t = useTexts(explorerTexts);
  return (
    <Stack align="center" gap="xs" py="xl" data-state="too-expensive" role="alert">
      <ThemeIcon size={48} radius="xl" variant="light" color="orange" aria-hidden>
        <IconScale size={26} />
      </ThemeIcon>
      <Title order={2} size="h4">
        {t('expensiveTitle')}
      </Title>
      <Text c="dimmed" ta="center">
        {t('expensiveAdvice')}
      </Text>
      <CheaperWays view={view} now={now} onChange={onChange} />
      <Text size="sm" ta="center">
        {error.title}: {error.detail}
      </Text>
      <Code>{error.code}</Code>
    </Stack>
  );
}

/** Buttons that each take one thing from the question away. */
export function CheaperWays({ view, now, onChange }: Pick<ControlsProps, 'view' | 'now' | 'onChange'>) {
  const nameOf = useWayName();
  return (
    <Group gap="xs" justify="center">
      {cheaperViews(view, now).map((way) => (
        <Button key={way.by} variant="default" data-cheaper={way.by} onClick={() => onChange(way.view)}>
          {nameOf(way)}
        </Button>
      ))}
    </Group>
  );
}

function useWayName(): (way: CheaperView) => string {
  const t = useTexts(explorerTexts);
  const words = useTexts(pickerTexts);
  const dimensionName = useDimensionName();
  return (way) => {
    switch (way.by) {
      case 'granularity':
        return t('coarser', { granularity: words(way.granularity) });
      case 'period':
        return t('shorter', { count: way.days });
      case 'dimensions':
        return t('fewerDimensions', { dimension: dimensionName(way.dimension) });
      case 'compare':
        return t('noComparison');
      case 'filters':
        return t('noFilters');
    }
  };
}

import type { MetricDefinitionAnswer } from '@analytics/contracts';
import { Paper, Stack, Text, Title } from '@mantine/core';
import { chartTexts, unitText } from '../../../charts/texts';
import { useTexts } from '../../../i18n/use-texts';
import { explorerTexts } from '../texts';
import { Facts } from './facts';

/** The definition in words: nobody should have to guess what a number counts. */
export function AboutMetric({ metric }: { readonly metric: MetricDefinitionAnswer }) {
  const t = useTexts(explorerTexts);
  const words = useTexts(chartTexts);
  return (
    <Paper withBorder p="md" radius="md">
      <Stack gap="xs">
        <Title order={2} size="h5">
          {t('about')}
        </Title>
        <Text data-definition={metric.name}>{metric.description}</Text>
        <Facts
          facts={[
            [t('formula'), metric.formula],
            [t('unit'), words(unitText(metric.unit))],
            [t('owner'), metric.owner_service],
            [t('version'), String(metric.version)],
          ]}
        />
      </Stack>
    </Paper>
  );
}

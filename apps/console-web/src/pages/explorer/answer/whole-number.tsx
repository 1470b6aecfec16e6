import { Badge, Group, Text } from '@mantine/core';
import { changeOf, type ChartData } from '../../../charts/chart-data';
import { chartTexts, unitText } from '../../../charts/texts';
import { useFormats } from '../../../format/use-formats';
import { useTexts } from '../../../i18n/use-texts';
import classes from '../explorer.module.css';
import { explorerTexts } from '../texts';

/** The metric over the whole period: counted anew, never added up from what is drawn. */
export function WholeNumber({ data }: { readonly data: ChartData }) {
  const t = useTexts(explorerTexts);
  const words = useTexts(chartTexts);
  const formats = useFormats();
  const { total, earlierTotal, unit } = data;
  const isAllOver = data.firstUnfinished === data.starts.length;
  // A running period is no fall against one that is over.
  const change = isAllOver ? changeOf(total.value, earlierTotal?.value) : undefined;
  return (
    <Group gap="sm" align="baseline" data-metric={data.metric} data-value={total.value ?? ''}>
      <span className={classes['big']}>{total.suppressed ? words('hidden') : formats.value(total.value, unit)}</span>
      {(unit === 'people' || unit === 'points') && <Text c="dimmed">{words(unitText(unit))}</Text>}
      {data.openWindowDays !== undefined && (
        <Badge variant="light" color="yellow" tt="none">
          {t('preliminary')}
        </Badge>
      )}
      {change !== undefined && <Text fw={600}>{formats.change(change)}</Text>}
      {earlierTotal !== undefined && (
        <Text c="dimmed">{t('was', { value: formats.value(earlierTotal.value, unit) })}</Text>
      )}
    </Group>
  );
}

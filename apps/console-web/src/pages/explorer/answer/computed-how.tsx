import type { MetricExplanation, MetricValuesAnswer } from '@analytics/contracts';
import { Accordion, Code, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { hasRole, useMe } from '../../../api/me';
import { Answered } from '../../../components/states/answered';
import { useFormats } from '../../../format/use-formats';
import { useTexts } from '../../../i18n/use-texts';
import type { Question } from '../../../view-state/question/question';
import { useExplanation } from '../../../view-state/question/use-metric-values';
import classes from '../explorer.module.css';
import { explorerTexts } from '../texts';
import { Facts } from './facts';

interface ComputedHowProps {
  readonly answer: MetricValuesAnswer;
  readonly question: Question;
  readonly zone: string;
}

/** Where the numbers come from: for everybody what the answer says of itself, for admins the statements too. */
export function ComputedHow({ answer, question, zone }: ComputedHowProps) {
  const t = useTexts(explorerTexts);
  const formats = useFormats();
  const isAdmin = hasRole(useMe(), 'platform_admin');
  const [open, setOpen] = useState<string[]>([]);
  const { meta } = answer;
  const told = (instant: string) => formats.dateTime(instant, zone);
  return (
    <Accordion variant="contained" multiple value={open} onChange={setOpen} order={2}>
      <Accordion.Item value="how">
        <Accordion.Control>{t('how')}</Accordion.Control>
        <Accordion.Panel>
          <Facts
            facts={[
              [t('period'), `${told(meta.period.start)} – ${told(meta.period.end)}`],
              [t('sources'), <Code key="sources">{meta.sources.join(', ')}</Code>],
              [t('exact'), t(meta.exact ? 'isExact' : 'isApproximate')],
              [
                t('excluded'),
                t('excludedText', {
                  bots: formats.number(meta.excluded.bots),
                  staff: formats.number(meta.excluded.staff),
                }),
              ],
              [t('cached'), t(meta.cached ? 'isCached' : 'isFresh')],
              [t('version'), String(meta.definition_version)],
            ]}
          />
        </Accordion.Panel>
      </Accordion.Item>
      {isAdmin && (
        <Accordion.Item value="explain">
          <Accordion.Control>{t('explain')}</Accordion.Control>
          <Accordion.Panel>{open.includes('explain') && <Explanation question={question} />}</Accordion.Panel>
        </Accordion.Item>
      )}
    </Accordion>
  );
}

function Explanation({ question }: { readonly question: Question }) {
  const query = useExplanation(question);
  return <Answered query={query}>{({ data }) => <Statements explained={data} />}</Answered>;
}

const CACHE = { fresh: 'fresh', outdated: 'outdated', none: 'noneKept' } as const;

function Statements({ explained }: { readonly explained: MetricExplanation['data'] }) {
  const t = useTexts(explorerTexts);
  const formats = useFormats();
  return (
    <Stack gap="md" data-explained={explained.metric}>
      <Facts
        facts={[
          [t('reads'), t(explained.plan.reads)],
          [t('sources'), <Code key="sources">{explained.sources.join(', ')}</Code>],
          [t('cacheState'), t(CACHE[explained.cache.state])],
        ]}
      />
      {explained.statements.map(({ name, sql, params, limits }) => (
        <Stack key={name} gap={4}>
          <Title order={3} size="h6">
            {t('statement', { name })}
          </Title>
          <Text size="xs" c="dimmed">
            {t('limits', {
              rows: formats.number(limits.max_rows),
              read: formats.number(limits.max_rows_to_read),
              seconds: formats.number(limits.max_seconds),
            })}
          </Text>
          <Code block className={classes['sql'] ?? ''} tabIndex={0} role="region" aria-label={t('statement', { name })}>
            {sql}
          </Code>
          <Text size="xs">{t('parameters')}</Text>
          <Code block className={classes['sql'] ?? ''} tabIndex={0} role="region" aria-label={t('parameters')}>
            {JSON.stringify(params, null, 2)}
          </Code>
        </Stack>
      ))}
    </Stack>
  );
}

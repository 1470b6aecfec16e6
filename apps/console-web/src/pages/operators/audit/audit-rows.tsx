import { Badge, Code, Stack, Text } from '@mantine/core';
import { DottedName } from '../../../components/dotted-name';
import { useTexts } from '../../../i18n/use-texts';
import type { AuditRow } from '../api/operations';
import { TextLink } from '../parts/links';
import classes from '../parts/parts.module.css';
import { RowsTable } from '../parts/rows-table';
import { When } from '../parts/when';
import { useWords } from '../words/use-words';
import { placeOf, refusalOf, shortObject } from './audit-words';
import { actionTexts, auditTexts } from './texts';

const LONGEST = 160;

export function AuditRows({ rows }: { readonly rows: readonly AuditRow[] }) {
  const t = useTexts(auditTexts);
  const action = useWords(actionTexts);
  return (
    <RowsTable
      label={t('table')}
      minWidth={1000}
      rows={rows}
      keyOf={({ id }) => id}
      attributesOf={({ id, action: verb }) => ({ 'data-row': id, 'data-action': verb })}
      columns={[
        { title: t('at'), kind: 'when', cell: ({ at }) => <When at={at} /> },
        { title: t('actor'), cell: ({ actor }) => actor },
        {
          title: t('action'),
          cell: ({ action: verb }) => (
            <>
              {action(verb)}
              <Text size="xs" c="dimmed">
                {verb}
              </Text>
            </>
          ),
        },
        { title: t('object'), kind: 'long', cell: (row) => <ObjectLink row={row} /> },
        { title: t('result'), cell: ({ result }) => <Result result={result} /> },
        { title: t('details'), kind: 'long', cell: (row) => <Details row={row} /> },
      ]}
    />
  );
}

function Result({ result }: { readonly result: string }) {
  const t = useTexts(auditTexts);
  const word = useWords(auditTexts);
  const refusal = refusalOf(result);
  if (refusal !== undefined) {
    return (
      <Badge color="red" variant="light" tt="none" className={classes.badge}>
        {t('refused', { why: refusal })}
      </Badge>
    );
  }
  return <>{word(result)}</>;
}

function ObjectLink({ row }: { readonly row: AuditRow }) {
  const place = placeOf(row);
  const text = shortObject(row.object);
  switch (place?.page) {
    case 'record':
      return (
        <TextLink to="/operators/records/$id" params={{ id: place.id }}>
          {text}
        </TextLink>
      );
    case 'replay':
      return (
        <TextLink to="/operators/replays/$id" params={{ id: place.id }}>
          {text}
        </TextLink>
      );
    case 'reconciliation':
      return (
        <TextLink to="/operators/reconciliations/$id" params={{ id: place.id }}>
          {text}
        </TextLink>
      );
    case 'schema':
      return (
        <TextLink to="/operators/schemas/$type" params={{ type: place.type }}>
          <DottedName name={text} />
        </TextLink>
      );
    case 'run':
      return (
        <TextLink to="/operators/pipelines/$name/$id" params={{ name: place.pipeline, id: place.id }}>
          {place.pipeline} {text}
        </TextLink>
      );
    case 'keys':
      return <TextLink to="/operators/write-keys">{text}</TextLink>;
    case undefined:
      return <>{text}</>;
  }
}

function Details({ row: { before, after, reason, hash } }: { readonly row: AuditRow }) {
  const t = useTexts(auditTexts);
  return (
    <Stack gap={2}>
      {reason !== null && <Text size="sm">{reason}</Text>}
      {before !== null && <Json label={t('before')} value={before} />}
      {after !== null && <Json label={t('after')} value={after} />}
      <Text size="xs" c="dimmed">
        {t('hash')}: {hash.slice(0, 12)}…
      </Text>
    </Stack>
  );
}

function Json({ label, value }: { readonly label: string; readonly value: unknown }) {
  const text = JSON.stringify(value);
  return (
    <Text size="sm" component="div" title={text}>
      {label}: <Code>{text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}</Code>
    </Text>
  );
}

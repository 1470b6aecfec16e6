import { Badge, Text } from '@mantine/core';
import { useFormats } from '../../../format/use-formats';
import { useTexts } from '../../../i18n/use-texts';
import type { EventLine, Expectation, Verdict } from '../json/event-check';
import classes from '../parts/parts.module.css';
import { RowsTable } from '../parts/rows-table';
import { letterTexts } from '../dead-letters/texts';

const COLORS: Readonly<Record<Verdict, string>> = {
  fits: 'green',
  wrong: 'red',
  missing: 'red',
  unknown: 'orange',
  hidden: 'gray',
};
const MOST_VALUES = 8;

/** Each member of the event with what the schema wants there; what is wrong stands out by colour, word and sign. */
export function EventLines({ lines }: { readonly lines: readonly EventLine[] }) {
  const t = useTexts(letterTexts);
  const expectation = useExpectation();
  return (
    <RowsTable
      label={t('memberTable')}
      minWidth={760}
      rows={lines}
      keyOf={({ pointer, verdict }) => `${pointer} ${verdict}`}
      attributesOf={({ pointer, verdict }) => ({ 'data-pointer': pointer, 'data-verdict': verdict })}
      columns={[
        {
          title: t('member'),
          cell: ({ name, depth, isFault }) => (
            <Text component="span" ff="monospace" size="sm" pl={depth * 16} fw={isFault ? 700 : undefined}>
              {isFault ? `▸ ${name}` : name}
            </Text>
          ),
        },
        {
          title: t('value'),
          kind: 'long',
          cell: ({ value, holds }) => (
            <Text component="span" ff="monospace" size="sm">
              {holds === 'value' ? JSON.stringify(value) : { object: '{ }', list: '[ ]', nothing: '–' }[holds]}
            </Text>
          ),
        },
        {
          title: t('expected'),
          kind: 'long',
          cell: ({ expected, required }) => (
            <Text component="span" size="sm">
              {[...expectation(expected), ...(required ? [t('required')] : [])].join(', ')}
            </Text>
          ),
        },
        {
          title: t('verdict'),
          cell: ({ verdict }) => (
            <Badge variant="light" color={COLORS[verdict]} tt="none" className={classes.badge}>
              {t(verdict)}
            </Badge>
          ),
        },
      ]}
    />
  );
}

function useExpectation(): (expected: Expectation) => readonly string[] {
  const t = useTexts(letterTexts);
  const formats = useFormats();
  return ({ type, format, pattern, oneOf, least, most, shortest, longest }) => [
    ...(type === undefined ? [] : [type]),
    ...(format === undefined ? [] : [format]),
    ...(oneOf === undefined ? [] : [t('oneOf', { values: valuesOf(oneOf) })]),
    ...(pattern === undefined ? [] : [t('pattern', { pattern })]),
    ...rangeOf(least, most, (key, values) => t(key, values), formats.number),
    ...(shortest === undefined && longest === undefined
      ? []
      : [t('lengthRange', { shortest: shortest ?? 0, longest: longest ?? '∞' })]),
  ];
}

const valuesOf = (values: readonly unknown[]): string =>
  `${values
    .slice(0, MOST_VALUES)
    .map((value) => String(value))
    .join(', ')}${values.length > MOST_VALUES ? ', …' : ''}`;

type RangeText = (key: 'range' | 'atLeast' | 'atMost', values: Readonly<Record<string, string>>) => string;

function rangeOf(
  least: number | undefined,
  most: number | undefined,
  text: RangeText,
  number: (value: number) => string,
): readonly string[] {
  if (least !== undefined && most !== undefined) return [text('range', { least: number(least), most: number(most) })];
  if (least !== undefined) return [text('atLeast', { least: number(least) })];
  return most === undefined ? [] : [text('atMost', { most: number(most) })];
}

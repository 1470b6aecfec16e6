import { CopyText } from './copy-text';
import classes from './parts.module.css';
import { Group, Stack, Text } from '@mantine/core';

/** A document as JSON, to be read and copied; it scrolls by itself, also by keyboard. */
export function JsonText({ value, label }: { readonly value: unknown; readonly label: string }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
  return (
    <Stack gap={4}>
      <Group justify="space-between">
        <Text size="sm" fw={600}>
          {label}
        </Text>
        <CopyText text={text} what={label} />
      </Group>
      <pre className={classes.json} tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
    </Stack>
  );
}

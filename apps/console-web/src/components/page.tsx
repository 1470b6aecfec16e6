import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { DottedName } from './dotted-name';

interface PageProps {
  readonly title: string;
  readonly description?: ReactNode;
  /** Buttons and pickers at the right of the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** Frame of every page: its one `h1`, the title of the tab, and the room for its controls. */
export function Page({ title, description, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Analytics`;
  }, [title]);
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={2}>
          {/* A title may be the name of a type: longer than a narrow screen and without a space. */}
          <Title order={1} size="h2" style={{ overflowWrap: 'anywhere' }}>
            <DottedName name={title} />
          </Title>
          {description !== undefined && <Text c="dimmed">{description}</Text>}
        </Stack>
        {actions}
      </Group>
      {children}
    </Stack>
  );
}

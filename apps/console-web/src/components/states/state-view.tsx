import { Button, Group, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { ReactNode } from 'react';

export interface StateAction {
  readonly label: string;
  readonly onClick?: () => void;
  readonly href?: string;
}

interface StateViewProps {
  /** Which of the designed states this is; tests and styles find it by this name. */
  readonly state: 'empty' | 'error' | 'forbidden';
  readonly icon: ReactNode;
  readonly color: string;
  readonly title: string;
  /** What the person can do now; never empty. */
  readonly advice: string;
  readonly detail?: ReactNode;
  readonly actions?: readonly StateAction[];
}

/** The look of "there is nothing to show": what happened, what to do, and the button that does it. */
export function StateView({ state, icon, color, title, advice, detail, actions = [] }: StateViewProps) {
  return (
    <Stack
      align="center"
      gap="xs"
      py="xl"
      px="md"
      data-state={state}
      role={state === 'error' ? 'alert' : 'status'}
      maw={560}
      mx="auto"
    >
      <ThemeIcon size={48} radius="xl" variant="light" color={color} aria-hidden>
        {icon}
      </ThemeIcon>
      <Title order={2} size="h4" ta="center">
        {title}
      </Title>
      <Text c="dimmed" ta="center">
        {advice}
      </Text>
      {detail}
      {actions.length > 0 && (
        <Group gap="xs" mt="xs" justify="center">
          {actions.map(({ label, onClick, href }) =>
            href === undefined ? (
              <Button key={label} variant="default" onClick={onClick}>
                {label}
              </Button>
            ) : (
              <Button key={label} variant="default" component="a" href={href}>
                {label}
              </Button>
            ),
          )}
        </Group>
      )}
    </Stack>
  );
}

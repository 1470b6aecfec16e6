import { AppShell, Button, Group, Stack, Text } from '@mantine/core';
import type { Me } from '../../api/me';
import { useTexts } from '../../i18n/use-texts';
import { shellTexts } from './texts';

/** Who is logged in, as what, and the way out. */
export function Account({ me }: { readonly me: Me }) {
  const t = useTexts(shellTexts);
  return (
    <AppShell.Section pt="sm">
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Stack gap={0} miw={0}>
          <Text size="sm" fw={600} truncate title={me.name}>
            {me.name}
          </Text>
          <Text size="xs" c="dimmed">
            {me.roles.map((role) => t(role)).join(', ')}
          </Text>
        </Stack>
        <Button component="a" href="/auth/logout" variant="default" size="compact-sm" flex="none">
          {t('logout')}
        </Button>
      </Group>
    </AppShell.Section>
  );
}

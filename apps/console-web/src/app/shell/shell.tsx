import { AppShell, Burger, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { type Me, hasRole, meQuery } from '../../api/me';
import { Page } from '../../components/page';
import { Answered } from '../../components/states/answered';
import { ForbiddenState } from '../../components/states/error-state';
import { useTexts } from '../../i18n/use-texts';
import { sectionAt } from '../sections';
import { Account } from './account';
import { LanguageSwitch } from './language-switch';
import { Navigation } from './navigation';
import { shellTexts } from './texts';
import { ThemeSwitch } from './theme-switch';

/** Header, navigation and room for the page; the page waits until it is known who looks at it. */
export function Shell() {
  const t = useTexts(shellTexts);
  const me = useQuery(meQuery);
  const [opened, { toggle, close }] = useDisclosure();
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(close, [pathname, close]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 240, breakpoint: 'md', collapsed: { mobile: !opened } }}
      padding="md"
    >
      <a className="skip-link" href="#content">
        {t('skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="md" size="sm" aria-label={t('menu')} />
            <Text fw={650}>{t('product')}</Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <LanguageSwitch />
            <ThemeSwitch />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" withBorder>
        {me.data && <Navigation me={me.data} pathname={pathname} />}
        {me.data && <Account me={me.data} />}
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className="page-content">
        <Answered query={me} height={480}>
          {(known) => <Allowed me={known} pathname={pathname} />}
        </Answered>
      </AppShell.Main>
    </AppShell>
  );
}

function Allowed({ me, pathname }: { readonly me: Me; readonly pathname: string }) {
  const section = sectionAt(pathname);
  const t = useTexts(shellTexts);
  if (section === undefined || hasRole(me, ...section.roles)) return <Outlet />;
  return (
    <Page title={t(section.label)}>
      <ForbiddenState />
    </Page>
  );
}

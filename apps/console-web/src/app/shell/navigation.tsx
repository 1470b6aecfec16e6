import { AppShell, NavLink, type NavLinkProps, ScrollArea, Stack, Text } from '@mantine/core';
import {
  IconActivity,
  IconBinaryTree,
  IconChartLine,
  IconDeviceGamepad2,
  IconFileCheck,
  IconHistory,
  IconKey,
  IconLayoutDashboard,
  IconMailX,
  IconRoute,
  IconScale,
  IconShieldCheck,
  IconTransform,
} from '@tabler/icons-react';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes } from 'react';
import type { Me } from '../../api/me';
import { useTexts } from '../../i18n/use-texts';
import { type Section, sectionAt, sectionsOf } from '../sections';
import { shellTexts } from './texts';

type AnchorProps = NavLinkProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof NavLinkProps>;
const PageLink = createLink((props: AnchorProps) => <NavLink component="a" {...props} />);

const ICONS: Readonly<Record<Section['label'], typeof IconActivity>> = {
  overview: IconLayoutDashboard,
  explorer: IconChartLine,
  live: IconActivity,
  myGames: IconDeviceGamepad2,
  dlq: IconMailX,
  replays: IconHistory,
  schemas: IconBinaryTree,
  writeKeys: IconKey,
  trace: IconRoute,
  reconciliations: IconScale,
  pipelines: IconTransform,
  dataQuality: IconFileCheck,
  audit: IconShieldCheck,
};

/** The way to every page that this person may see, each a plain link. */
export function Navigation({ me, pathname }: { readonly me: Me; readonly pathname: string }) {
  const t = useTexts(shellTexts);
  const own = sectionsOf(me);
  const here = sectionAt(pathname);
  return (
    <AppShell.Section grow component={ScrollArea}>
      <Stack gap="md" component="nav" aria-label={t('menu')}>
        {(['numbers', 'operators'] as const).map((group) => {
          const links = own.filter((section) => section.group === group);
          if (links.length === 0) return null;
          return (
            <Stack gap={2} key={group}>
              <Text size="xs" fw={600} c="dimmed" px="sm">
                {t(group)}
              </Text>
              {links.map((section) => {
                const Icon = ICONS[section.label];
                return (
                  <PageLink
                    key={section.path}
                    to={section.path}
                    label={t(section.label)}
                    active={section === here}
                    aria-current={section === here ? 'page' : undefined}
                    leftSection={<Icon size={18} aria-hidden />}
                  />
                );
              })}
            </Stack>
          );
        })}
      </Stack>
    </AppShell.Section>
  );
}

import { Injectable } from '@nestjs/common';
import Bowser from 'bowser';
import { isbot } from 'isbot';
import { IntakeConfig } from '../intake.config';
import { Recent } from './recent';

/** What a User-Agent tells, without what would single a person out: families, no versions. */
export interface Agent {
  readonly device: string | null;
  readonly os: string | null;
  readonly browser: string | null;
  readonly platform: string | null;
  readonly bot: boolean;
}

const PLATFORM_OF_OS: Readonly<Record<string, string>> = {
  Windows: 'windows',
  macOS: 'macos',
  Linux: 'linux',
  'Chrome OS': 'linux',
  Android: 'android',
  iOS: 'ios',
};
const CONSOLE = /playstation|xbox|nintendo/i;
const BROWSER = /^Mozilla\/|^Opera\//;
/** The first word of an unknown agent may be anything its sender likes: only what the library knows by name is told. */
const FAMILIES = new Set(
  [Bowser.BROWSER_MAP, Bowser.OS_MAP, Bowser.PLATFORMS_MAP].flatMap((names) =>
    Object.values(names as Record<string, string>),
  ),
);
/** Beyond it nothing is told that a family needs, and reading costs. */
const READ_CHARACTERS = 512;

@Injectable()
export class Agents {
  private readonly recent: Recent<Agent>;

  constructor(config: IntakeConfig) {
    this.recent = new Recent(config.agentMemory);
  }

  of(userAgent: string): Agent {
    return this.recent.get(userAgent.slice(0, READ_CHARACTERS), read);
  }
}

function read(userAgent: string): Agent {
  const { browser, os, platform } = Bowser.parse(userAgent || ' ');
  return {
    device: CONSOLE.test(userAgent) ? 'console' : family(platform.type),
    os: family(os.name),
    browser: family(browser.name),
    platform: platformOf(userAgent, os.name),
    bot: isbot(userAgent),
  };
}

/** A browser is the platform "web" wherever it runs; a program of our own is its system's. */
function platformOf(userAgent: string, os: string | undefined): string | null {
  if (CONSOLE.test(userAgent)) return 'console';
  if (BROWSER.test(userAgent)) return 'web';
  return PLATFORM_OF_OS[os ?? ''] ?? null;
}

const family = (name: string | undefined): string | null => (name !== undefined && FAMILIES.has(name) ? name : null);

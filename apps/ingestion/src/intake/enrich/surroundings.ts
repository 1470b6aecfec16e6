import type { ValidatedEvent } from '@analytics/contracts';
import { Injectable } from '@nestjs/common';
import { IntakeConfig } from '../intake.config';
import type { Identified } from '../steps/identified-event';
import { type Agent, Agents } from './agents';
import { Countries } from './countries';
import { LastPlaces } from './last-places';

export type Surroundings = Pick<
  ValidatedEvent,
  'country' | 'platform' | 'device_family' | 'os_family' | 'browser_family' | 'is_bot' | 'is_staff'
>;

const COUNTRY = /^[A-Za-z]{2}$/;
const NO_AGENT: Agent = { device: null, os: null, browser: null, platform: null, bot: false };

/** Where and on what an event happened: as it says itself, else as its address and User-Agent tell, else as its account was last seen. */
@Injectable()
export class SurroundingsReader {
  private readonly staff: ReadonlySet<string>;

  constructor(
    private readonly countries: Countries,
    private readonly agents: Agents,
    /** What a batch's events do not say and do not show. */
    readonly lastPlaces: LastPlaces,
    config: IntakeConfig,
  ) {
    this.staff = new Set(config.staffAccounts.map((account) => account.toLowerCase()));
  }

  of({ rule, data, actors, caller }: Identified): Surroundings {
    const textOf = (name: string): string | undefined => {
      const value = data[name];
      return typeof value === 'string' ? value : undefined;
    };
    const declared = (name: string): string | undefined => {
      const member = rule.members.get(name);
      return member !== undefined && member.personal === undefined ? textOf(name) : undefined;
    };
    // Told by any event, also of a type that does not keep them: a bot is a bot whatever it does.
    const seen = (name: string, personal: string): string | undefined => {
      const member = rule.members.get(name);
      return member === undefined || member.personal === personal ? textOf(name) : undefined;
    };
    const country = declared('countryCode');
    const address = seen('ipAddress', 'geo') ?? caller.address;
    const userAgent = seen('userAgent', 'agent') ?? caller.userAgent;
    const agent = userAgent === undefined ? NO_AGENT : this.agents.of(userAgent);
    const found = address === undefined ? null : this.countries.of(address);
    return {
      country: country !== undefined && COUNTRY.test(country) ? country.toUpperCase() : found,
      platform: declared('platform') ?? agent.platform,
      device_family: agent.device,
      os_family: agent.os,
      browser_family: agent.browser,
      is_bot: agent.bot,
      is_staff: actors.user !== undefined && this.staff.has(actors.user.id.toLowerCase()),
    };
  }
}

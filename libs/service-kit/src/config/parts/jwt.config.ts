import { IsInt, IsNotEmpty, IsOptional, IsString, IsUrl, Max, Min } from 'class-validator';
import { Env } from '../env.decorator';

export class JwtConfig {
  /** PEM file with the public key of the token issuer; either this or `JWT_JWKS_URL`. */
  @Env('JWT_PUBLIC_KEY_PATH', { yaml: 'security.jwt_public_key_path' })
  @IsOptional()
  @IsString()
  publicKeyPath?: string;

  /** Address of the token issuer's key set; either this or `JWT_PUBLIC_KEY_PATH`. */
  @Env('JWT_JWKS_URL', { yaml: 'security.jwt_jwks_url' })
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  jwksUrl?: string;

  /** Issuer (`iss`) that a token must name. */
  @Env('JWT_ISSUER', { yaml: 'security.jwt_issuer' })
  @IsString()
  @IsNotEmpty()
  issuer: string;

  /** Audience (`aud`) that a token must be made for. */
  @Env('JWT_AUDIENCE', { yaml: 'security.jwt_audience' })
  @IsString()
  @IsNotEmpty()
  audience: string;

  /** Difference between the clocks of issuer and service that is forgiven, in seconds. */
  @Env('JWT_LEEWAY_SECONDS', { yaml: 'security.jwt_leeway_seconds' })
  @IsInt()
  @Min(0)
  @Max(60)
  leewaySeconds: number = 60;

  /** Oldest token that is taken, counted from when it was issued, in hours. */
  @Env('JWT_MAX_AGE_HOURS', { yaml: 'security.jwt_max_age_hours' })
  @IsInt()
  @Min(1)
  @Max(24)
  maxAgeHours: number = 24;

  /** Longest token that is looked at, in characters. */
  @Env('JWT_MAX_LENGTH', { yaml: 'security.jwt_max_length' })
  @IsInt()
  @Min(512)
  @Max(16_384)
  maxLength: number = 8_192;

  /** How long a fetched key set is trusted before it is fetched again, in milliseconds. */
  @Env('JWT_JWKS_CACHE_MS', { yaml: 'security.jwt_jwks_cache_ms' })
  @IsInt()
  @Min(0)
  @Max(600_000)
  jwksCacheMs: number = 600_000;

  /** Least time between two fetches for a key id that the set does not hold, in milliseconds. */
  @Env('JWT_JWKS_COOLDOWN_MS', { yaml: 'security.jwt_jwks_cooldown_ms' })
  @IsInt()
  @Min(0)
  jwksCooldownMs: number = 30_000;

  /** How long the last known keys are used while the issuer does not answer, in milliseconds. */
  @Env('JWT_JWKS_KEEP_MS', { yaml: 'security.jwt_jwks_keep_ms' })
  @IsInt()
  @Min(0)
  @Max(3_600_000)
  jwksKeepMs: number = 3_600_000;
}

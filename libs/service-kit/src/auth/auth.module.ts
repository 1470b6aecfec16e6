import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ConfigInvalid } from '../config/config-invalid';
import { JwtConfig } from '../config/parts/jwt.config';
import { JwtGuard } from './jwt.guard';
import { KeyFile } from './tokens/key-file';
import { KeySet } from './tokens/key-set';
import { TokenVerifier } from './tokens/token-verifier';
import type { VerificationKeys } from './tokens/verification-keys';

/** Puts the token guard before every route of the app; the app's config class takes in `JwtConfig` as a part. */
@Module({
  providers: [
    {
      provide: TokenVerifier,
      inject: [JwtConfig],
      useFactory: tokenVerifierOf,
    },
    { provide: APP_GUARD, useClass: JwtGuard },
  ],
  exports: [TokenVerifier],
})
export class AuthModule {}

/** For an app that takes tokens beside another credential: without the guard, and only when it is configured. */
export function tokenVerifierOf(config: JwtConfig): TokenVerifier {
  return new TokenVerifier(config, keysFrom(config));
}

function keysFrom(config: JwtConfig): VerificationKeys {
  const { jwksUrl, publicKeyPath } = config;
  if (jwksUrl !== undefined && publicKeyPath === undefined) return new KeySet(jwksUrl, config);
  if (publicKeyPath !== undefined && jwksUrl === undefined) return new KeyFile(publicKeyPath);
  throw new ConfigInvalid(['JWT_JWKS_URL or JWT_PUBLIC_KEY_PATH: exactly one of them must be set']);
}

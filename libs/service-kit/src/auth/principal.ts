import type { Role } from './roles';

/** Who is asking, as the token says it; what they own is looked up, never taken from the token. */
export interface Principal {
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly scopes: readonly string[];
  readonly developerId?: string;
  /** Set for a service account, which has no roles; never for a person, whatever page they came through. */
  readonly clientId?: string;
  readonly userId?: string;
  /** When the token is over. */
  readonly expiresAt: Date;
}

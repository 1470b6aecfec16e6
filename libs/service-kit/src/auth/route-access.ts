import { applyDecorators, type CanActivate, SetMetadata, type Type, UseGuards } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { Principal } from './principal';
import type { Role } from './roles';

/** Who may use a route. A route that does not say so is refused, and the service does not even start with it. */
export type RouteAccess =
  | { readonly kind: 'public' }
  | { readonly kind: 'own_guard'; readonly guard: string }
  | { readonly kind: 'token'; readonly roles: readonly Role[]; readonly scopes: readonly string[] };

export const ROUTE_ACCESS = 'analytics:route-access';

/** Anyone, without a credential. */
export const Public = () => SetMetadata(ROUTE_ACCESS, { kind: 'public' } satisfies RouteAccess);

/** A token with one of the roles; `platform_admin` may always. */
export const Roles = (...roles: [Role, ...Role[]]) => Access({ roles });

/** A service account's token with one of the scopes. */
export const Scopes = (...scopes: [string, ...string[]]) => Access({ scopes });

/** A token with one of the roles, or a service account's with one of the scopes. */
export const Access = (who: { readonly roles?: readonly Role[]; readonly scopes?: readonly string[] }) =>
  applyDecorators(
    SetMetadata(ROUTE_ACCESS, {
      kind: 'token',
      roles: who.roles ?? [],
      scopes: who.scopes ?? [],
    } satisfies RouteAccess),
    ApiBearerAuth('jwt'),
  );

/** No token here: the named guard decides (a write key, a single-use ticket). */
export const ProtectedBy = (guard: Type<CanActivate>) =>
  applyDecorators(
    SetMetadata(ROUTE_ACCESS, { kind: 'own_guard', guard: guard.name } satisfies RouteAccess),
    UseGuards(guard),
  );

/** Scopes count for service accounts only: a person's token cannot borrow a machine's rights. */
export function mayUse(principal: Principal, access: RouteAccess): boolean {
  if (access.kind !== 'token') return true;
  if (principal.roles.includes('platform_admin')) return true;
  if (access.roles.some((role) => principal.roles.includes(role))) return true;
  return principal.clientId !== undefined && access.scopes.some((scope) => principal.scopes.includes(scope));
}

import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { TokenVerifier } from './tokens/token-verifier';
import { ModuleRef } from '@nestjs/core';
import { ROUTE_ACCESS, type RouteAccess } from './route-access';

export interface DeclaredRoute {
  readonly handler: string;
  readonly access: RouteAccess | undefined;
}

export class RouteAccessMissing extends Error {
  constructor(
    readonly handlers: readonly string[],
    reason: string,
  ) {
    super(`${reason}: ${handlers.join(', ')}`);
    this.name = 'RouteAccessMissing';
  }
}

/** Refuses to start a service with a route that does not say who may use it. */
@Injectable()
export class RouteAccessCheck implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
    private readonly modules: ModuleRef,
  ) {}

  onApplicationBootstrap(): void {
    const routes = this.routes();
    const open = routes.filter(({ access }) => access === undefined);
    if (open.length > 0) {
      throw new RouteAccessMissing(
        open.map(({ handler }) => handler),
        'routes that do not say who may use them',
      );
    }
    const guarded = routes.filter(({ access }) => access?.kind === 'token');
    if (guarded.length > 0 && !this.hasVerifier()) {
      throw new RouteAccessMissing(
        guarded.map(({ handler }) => handler),
        'routes that need a token, but AuthModule is not imported',
      );
    }
  }

  /** Every HTTP route with its access; a test walks it route by role. */
  routes(): DeclaredRoute[] {
    return this.discovery.getControllers().flatMap(({ instance, metatype }) => {
      if (instance === undefined || metatype === null || metatype === undefined) return [];
      const prototype = Object.getPrototypeOf(instance) as Record<string, (...args: never[]) => unknown>;
      return this.scanner
        .getAllMethodNames(prototype)
        .map((name) => ({ name, handler: prototype[name] as (...args: never[]) => unknown }))
        .filter(({ handler }) => Reflect.hasMetadata(METHOD_METADATA, handler))
        .map(({ name, handler }) => ({
          handler: `${metatype.name}.${name}`,
          access: this.reflector.getAllAndOverride<RouteAccess | undefined>(ROUTE_ACCESS, [handler, metatype as never]),
        }));
    });
  }

  private hasVerifier(): boolean {
    try {
      return this.modules.get(TokenVerifier, { strict: false }) !== undefined;
    } catch {
      return false;
    }
  }
}

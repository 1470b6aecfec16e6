import { type CanActivate, Controller, Get, Injectable, Module, Post } from '@nestjs/common';
import { startTestService } from '../service/service.fixture';
import { Access, mayUse, ProtectedBy, Public, Roles, type RouteAccess } from './route-access';
import { RouteAccessCheck } from './route-access-check';

@Injectable()
class ClosedGuard implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

describe('a service', () => {
  it('does not start with a route that does not say who may use it, and names it', async () => {
    @Controller('forgotten')
    class ForgottenController {
      @Get() list(): string[] {
        return [];
      }
      @Public() @Post() add(): void {}
    }
    @Module({ controllers: [ForgottenController] })
    class ForgottenModule {}
    await expect(startTestService(ForgottenModule)).rejects.toThrow(
      'routes that do not say who may use them: ForgottenController.list',
    );
  });

  it('does not start with a route that needs a token when nothing checks tokens', async () => {
    @Controller('games')
    class GamesController {
      @Roles('developer') @Get() list(): string[] {
        return [];
      }
    }
    @Module({ controllers: [GamesController] })
    class UnguardedModule {}
    await expect(startTestService(UnguardedModule)).rejects.toThrow('GamesController.list');
  });

  it('lets a route name its own guard, which then decides', async () => {
    @Controller('collect')
    class CollectController {
      @ProtectedBy(ClosedGuard) @Post() collect(): void {}
    }
    @Module({ controllers: [CollectController] })
    class CollectModule {}
    const service = await startTestService(CollectModule);
    try {
      expect((await fetch(`${service.url}/collect`, { method: 'POST' })).status).toBe(403);
      expect(service.app.get(RouteAccessCheck).routes()).toEqual([
        { handler: 'CollectController.collect', access: { kind: 'own_guard', guard: 'ClosedGuard' } },
      ]);
    } finally {
      await service.close();
    }
  });

  it('lets a whole controller say who may use it', async () => {
    @Public()
    @Controller('open')
    class OpenController {
      @Get() list(): string[] {
        return [];
      }
    }
    @Module({ controllers: [OpenController] })
    class OpenModule {}
    const service = await startTestService(OpenModule);
    expect((await fetch(`${service.url}/open`)).status).toBe(200);
    await service.close();
  });
});

describe('who may use a route', () => {
  const access: RouteAccess = { kind: 'token', roles: ['developer'], scopes: ['reports:read'] };
  const person = { subject: 's', roles: [], scopes: [], expiresAt: new Date() };
  it.each([
    ['nobody in particular', person, false],
    ['one with the role', { ...person, roles: ['developer'] as const }, true],
    ['one with another role', { ...person, roles: ['user'] as const }, false],
    ['the admin', { ...person, roles: ['platform_admin'] as const }, true],
    ['a person with the scope', { ...person, scopes: ['reports:read'] }, false],
    ['a service with the scope', { ...person, clientId: 'w', scopes: ['reports:read'] }, true],
    ['a service with a longer scope', { ...person, clientId: 'w', scopes: ['reports:read:all'] }, false],
  ])('%s', (_, principal, expected) => {
    expect(mayUse(principal, access)).toBe(expected);
  });

  it('can be declared by role and scope together', () => {
    expect(typeof Access({ roles: ['user'], scopes: ['x'] })).toBe('function');
  });
});

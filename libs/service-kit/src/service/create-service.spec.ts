import { once } from 'node:events';
import net from 'node:net';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { Controller, Get, Injectable, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import { Public } from '../auth/route-access';
import { beforeListenerCloses } from './stop/before-listener-closes';
import { startTestService, untilTrue } from './service.fixture';

const seen: string[] = [];
let release: () => void = () => undefined;

@Injectable()
class Store implements OnModuleDestroy {
  onModuleDestroy(): void {
    seen.push('store closed');
  }
}
@Public()
@Controller()
class SlowController {
  @Get('slow') async slow(): Promise<{ done: true }> {
    seen.push('request came');
    await new Promise<void>((resolve) => (release = resolve));
    seen.push('request done');
    return { done: true };
  }
  @Get('fast') fast(): { done: true } {
    return { done: true };
  }
}
@Injectable()
class TestTransport extends Server implements CustomTransportStrategy {
  failures = 0;
  listen(callback: (error?: unknown) => void): void {
    if (this.failures > 0) {
      this.failures -= 1;
      callback(new Error('broker away'));
      return;
    }
    seen.push('transport started');
    callback();
  }
  close(): void {
    seen.push('transport closed');
  }
  on(): void {}
  unwrap<T>(): T {
    return undefined as T;
  }
}
/** Takes a connection over and keeps it, as a WebSocket does. */
@Injectable()
class Keeper implements OnApplicationBootstrap {
  constructor(private readonly host: HttpAdapterHost) {}
  onApplicationBootstrap(): void {
    const kept: Duplex[] = [];
    this.host.httpAdapter.getHttpServer().on('upgrade', (_: unknown, socket: Duplex) => {
      kept.push(socket);
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: kept\r\nConnection: Upgrade\r\n\r\n');
    });
    beforeListenerCloses(this.host, () => kept.forEach((socket) => socket.end('bye')));
  }
}
@Module({ providers: [Keeper] })
class KeeperModule {}
@Module({ controllers: [SlowController], providers: [Store, TestTransport] })
class SlowModule {}
@Module({
  providers: [{ provide: TestTransport, useFactory: () => Object.assign(new TestTransport(), { failures: 1 }) }],
})
class LateModule {}

describe('a service', () => {
  beforeEach(() => seen.splice(0));

  it('finishes what runs before it lets go of its stores, and says that it is not ready meanwhile', async () => {
    const service = await startTestService(SlowModule, { transports: [TestTransport] });
    const answer = fetch(`${service.url}/slow`);
    await untilTrue(() => seen.includes('request came'));
    const stopped = service.stop();
    expect((await fetch(`${service.managementUrl}/health/ready`)).status).toBe(503);
    expect((await fetch(`${service.managementUrl}/health/live`)).status).toBe(200);
    await untilTrue(() =>
      fetch(`${service.url}/fast`).then(
        () => false,
        () => true,
      ),
    );
    release();
    expect(await (await answer).json()).toEqual({ done: true });
    expect(await stopped).toEqual([]);
    expect(seen).toEqual(['transport started', 'request came', 'transport closed', 'request done', 'store closed']);
    await expect(fetch(`${service.managementUrl}/health/live`)).rejects.toThrow();
  });

  it('names what did not finish in time, and still closes the rest', async () => {
    const service = await startTestService(SlowModule, { env: { SHUTDOWN_DEADLINE_MS: '300' } });
    const answer = fetch(`${service.url}/slow`).catch(() => undefined);
    await untilTrue(() => seen.includes('request came'));
    expect(await service.stop()).toContain('http listener (too slow)');
    expect(seen).toContain('store closed');
    release();
    await answer;
  });

  it('does not wait for a connection that was opened ahead of need and never used, as browsers do', async () => {
    const service = await startTestService(SlowModule);
    const unused = net.connect(Number(new URL(service.url).port), '127.0.0.1');
    await once(unused, 'connect');
    const closed = once(unused, 'close');
    unused.on('error', () => undefined);
    expect(await service.stop()).toEqual([]);
    await closed;
  });

  it('does not wait for connections that were taken over: they are let go of first', async () => {
    const service = await startTestService(KeeperModule);
    const socket = net.connect(Number(new URL(service.url).port), '127.0.0.1');
    let heard = '';
    socket.setEncoding('utf8').on('data', (text) => (heard += String(text)));
    socket.write('GET / HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\nUpgrade: kept\r\n\r\n');
    await untilTrue(() => heard.includes('101'));
    expect(await service.stop()).toEqual([]);
    await untilTrue(() => heard.endsWith('bye'));
  });

  it('stops once, however often it is told to', async () => {
    const service = await startTestService(SlowModule, { transports: [TestTransport] });
    await Promise.all([service.stop(), service.stop(), service.close()]);
    expect(seen.filter((event) => event === 'transport closed')).toHaveLength(1);
  });

  it('starts although a transport cannot yet, says so, and catches up', async () => {
    const service = await startTestService(LateModule, { transports: [TestTransport], env: { HEALTH_CACHE_MS: '0' } });
    try {
      expect(service.log.some((line) => line['msg'] === 'a transport did not start, trying again')).toBe(true);
      expect((await fetch(`${service.managementUrl}/health/ready`)).status).toBe(200);
      expect(seen).toEqual(['transport started']);
    } finally {
      await service.close();
    }
  });

  it('leaves nothing running when its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(startTestService(SlowModule, { env: { TEST_HTTP_PORT: `${port}` } })).rejects.toMatchObject({
      code: 'EADDRINUSE',
      port,
    });
    expect(seen).toEqual(['store closed']);
    other.close();
  });
});

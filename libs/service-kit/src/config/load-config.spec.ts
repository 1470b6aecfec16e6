import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IsBoolean, IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Max, Min } from 'class-validator';
import { ConfigInvalid } from './config-invalid';
import { Env, Part } from './env.decorator';
import { loadConfig } from './load-config';

class StoreConfig {
  @Env('STORE_HOSTS', { yaml: 'store.hosts' }) @IsString({ each: true }) hosts: string[] = ['localhost'];
  @Env('STORE_PASSWORD', { yaml: 'store.password', secret: true }) @IsString() @IsOptional() password?: string;
}
class AppConfig {
  @Env('APP_PORT', { yaml: 'http_server.port' }) @IsInt() @Min(0) @Max(65_535) port: number = 8090;
  @Env('APP_LEVEL', { yaml: 'logging.level' }) @IsIn(['info', 'debug']) level: string = 'info';
  @Env('APP_STRICT') @IsBoolean() strict: boolean = true;
  @Env('APP_ISSUER') @IsString() @IsNotEmpty() issuer: string = 'none';
  @Part(() => StoreConfig) store: StoreConfig;
}

const problemsOf = (load: () => unknown): readonly string[] => {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.problems;
    throw error;
  }
  throw new Error('it was accepted');
};

describe('the configuration', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'config-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const file = (text: string): { ANALYTICS_CONFIG_FILE: string } => {
    const path = join(folder, 'config.yaml');
    writeFileSync(path, text);
    return { ANALYTICS_CONFIG_FILE: path };
  };
  const load = (env: Record<string, string | undefined>) => loadConfig(AppConfig, env);

  it('is its defaults where nothing is set', () => {
    expect(load({})).toEqual(
      expect.objectContaining({ port: 8090, level: 'info', strict: true, store: expect.any(StoreConfig) }),
    );
    expect(load({}).store.hosts).toEqual(['localhost']);
  });

  it('takes an empty variable for an unset one', () => {
    expect(load({ APP_PORT: '', STORE_PASSWORD: '' })).toMatchObject({ port: 8090, store: { password: undefined } });
  });

  it('converts numbers, switches and lists', () => {
    const config = load({ APP_PORT: ' 0 ', APP_STRICT: 'false', STORE_HOSTS: 'a:1, b:2,,' });
    expect(config).toMatchObject({ port: 0, strict: false, store: { hosts: ['a:1', 'b:2'] } });
  });

  it.each([
    ['APP_PORT', 'eighty'],
    ['APP_PORT', '80.5'],
    ['APP_PORT', '70000'],
    ['APP_PORT', ' '],
    ['APP_STRICT', 'yes'],
    ['APP_LEVEL', 'loud'],
    ['APP_ISSUER', ' '],
  ])('refuses %s=%j and names the variable, not the property', (name, value) => {
    const problems = problemsOf(() => load({ [name]: value }));
    expect(problems.every((problem) => problem.startsWith(`${name}: `))).toBe(true);
  });

  it('converts to the type of the default where no type is written', () => {
    class Inferred {
      @Env('INFERRED_LIMIT') @IsInt() limit = 3;
      @Env('INFERRED_STRICT') @IsBoolean() strict = true;
      @Env('INFERRED_HOSTS') @IsString({ each: true }) hosts = ['a'];
    }
    const env = { INFERRED_LIMIT: '7', INFERRED_STRICT: 'false', INFERRED_HOSTS: 'b, c' };
    expect(loadConfig(Inferred, env)).toEqual({ limit: 7, strict: false, hosts: ['b', 'c'] });
  });

  it('tells every problem at once and never a value', () => {
    const attempt = () => load({ APP_PORT: 'hunter2', APP_LEVEL: 'hunter2', APP_STRICT: 'hunter2' });
    expect(problemsOf(attempt).map((problem) => problem.split(':')[0])).toEqual(
      expect.arrayContaining(['APP_PORT', 'APP_LEVEL', 'APP_STRICT']),
    );
    expect(problemsOf(attempt).join()).not.toContain('hunter2');
    expect(attempt).toThrow('The configuration is not usable:\n  - APP_');
  });

  it('reads the YAML file, and the environment wins over it', () => {
    const env = file('http_server:\n  port: 1000\nlogging: { level: debug }\nstore:\n  hosts: [a, b]\n');
    expect(load(env)).toMatchObject({ port: 1000, level: 'debug', store: { hosts: ['a', 'b'] } });
    expect(load({ ...env, APP_PORT: '2000', STORE_HOSTS: 'c' })).toMatchObject({ port: 2000, store: { hosts: ['c'] } });
  });

  it('puts variables and their defaults into the YAML file', () => {
    const env = file(
      'http_server:\n  port: ${PORT:"8091"}\nlogging:\n  level: ${LEVEL}\nstore:\n  hosts: "${A}:1,x"\n',
    );
    expect(load({ ...env, A: 'host' })).toMatchObject({ port: 8091, level: 'info', store: { hosts: ['host:1', 'x'] } });
    expect(load({ ...env, PORT: '1', LEVEL: 'debug' })).toMatchObject({ port: 1, level: 'debug' });
  });

  it('never lets a value change the meaning of the file', () => {
    const env = file('store:\n  password: ${SECRET}\nhttp_server:\n  port: 1\n');
    const secret = 'a"b: c\nhttp_server:\n  port: 2 # \'';
    expect(load({ ...env, SECRET: secret })).toMatchObject({ port: 1, store: { password: secret } });
  });

  it('ignores what the file holds for others, and empty files', () => {
    expect(load(file('spark: { master: local }\nhttp_server:\n'))).toMatchObject({ port: 8090 });
    expect(load(file(''))).toMatchObject({ port: 8090 });
    expect(load(file('http_server: text\n'))).toMatchObject({ port: 8090 });
  });

  it.each([
    ['is not there', () => ({ ANALYTICS_CONFIG_FILE: '/nowhere/hunter2.yaml' }), 'cannot be read'],
    ['is not YAML', () => file('a: [hunter2'), 'is not YAML'],
    ['is a list', () => file('- hunter2'), 'is no map'],
  ])('refuses a file that %s', (_, env, why) => {
    expect(problemsOf(() => load(env()))).toEqual([`ANALYTICS_CONFIG_FILE: the file it names ${why}`]);
  });

  it('lets a class bind an inherited property anew', () => {
    class OtherConfig extends AppConfig {
      @Env('OTHER_PORT') @IsInt() override port: number = 9000;
    }
    expect(loadConfig(OtherConfig, { APP_PORT: '1' }).port).toBe(9000);
    expect(loadConfig(OtherConfig, { OTHER_PORT: '2' }).port).toBe(2);
    expect(loadConfig(AppConfig, { APP_PORT: '1' }).port).toBe(1);
  });

  it('reads the process environment where none is given', () => {
    expect(loadConfig(StoreConfig).hosts).toEqual(['localhost']);
  });
});

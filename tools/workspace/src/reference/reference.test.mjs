import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { configClasses } from './config-classes.mjs';
import { configurationPage } from './configuration-page.mjs';

const KIT = `
const MIB = 1024 * 1024;
/** Where logs go. */
export class LogConfig {
  /** Least level that is written. */
  @Env('LOG_LEVEL', { yaml: 'logging.level' })
  @IsIn(['info', 'debug'])
  level: string = 'info' satisfies Level;

  /** Most bytes kept. */
  @Env('LOG_BYTES')
  @IsInt()
  @Min(MIB)
  bytes = 2 * MIB - 1;
}
export abstract class ServiceConfig {
  /** Address. */
  @Env('BIND') bind = '0.0.0.0';
  @Part(() => LogConfig) log: LogConfig;
}`;
const APP = `
/** Configuration of the shop. */
export class ShopConfig extends ServiceConfig {
  /** Own address. */
  @Env('SHOP_BIND') override bind = '127.0.0.1';
  /** Pass|word of the store. */
  @Env('SHOP_PASSWORD', { secret: true }) password = 'hidden-default';
  /** Must be given. */
  @Env('SHOP_ISSUER') issuer: string;
  /** May be given. */
  @Env('SHOP_FILE') @IsOptional() file?: string;
}
const LIMITS = { most: 2 * 512 };
export class ShopLogConfig extends LogConfig {
  override level = 'debug';
  override bytes = LIMITS.most;
  override readonly unread = 1;
}
/** Configuration of the shop's worker. */
export class WorkerConfig {
  @Part(() => ShopLogConfig) log: ShopLogConfig;
}
export class Unrelated extends Something {
  override level = 'none';
}`;
const page = () =>
  configurationPage(
    configClasses([
      { path: 'libs/kit/src/config.ts', text: KIT },
      { path: 'apps/shop/src/config.ts', text: APP },
    ]),
  );

describe('the configuration reference', () => {
  it('has a section for the app, and one for each part it takes, inherited ones too', () => {
    assert.match(page(), /## shop\n\nConfiguration of the shop\./);
    assert.match(page(), /Further: \[Log\]\(#log\)\./);
    assert.match(page(), /### Log\n\nWhere logs go\./);
  });
  it('shows the default as a value, also where source writes a product of constants', () => {
    assert.match(page(), /\| `LOG_BYTES` \| {2}\| `2097151` \| whole number, ≥ 1048576 \| Most bytes kept\. \|/);
    assert.match(page(), /\| `LOG_LEVEL` \| `logging\.level` \| `info` \| `info`, `debug` \|/);
  });
  it('never shows the default of a secret', () => {
    assert.match(page(), /`SHOP_PASSWORD` \(secret\) \| {2}\| set \|/);
    assert.doesNotMatch(page(), /hidden-default/);
  });
  it('says what must be given and what may stay unset', () => {
    assert.match(page(), /`SHOP_ISSUER` \| {2}\| \*\*required\*\*/);
    assert.match(page(), /`SHOP_FILE` \| {2}\| unset/);
  });
  it('lets a property of the app take the place of the inherited one', () => {
    assert.match(page(), /SHOP_BIND/);
    assert.doesNotMatch(page(), /`BIND`/);
  });
  it('tells of a part that only has other defaults, under a name of its own', () => {
    assert.match(page(), /Further: \[Shop Log\]\(#shop-log\)\./);
    const own = page().slice(page().indexOf('### Shop Log'));
    assert.match(
      own,
      /\| `LOG_LEVEL` \| `logging\.level` \| `debug` \| `info`, `debug` \| Least level that is written\. \|/,
    );
    assert.equal(page().match(/Where logs go/g).length, 2, 'each part once, not as an app too');
    assert.match(own, /\| `LOG_BYTES` \| {2}\| `1024` \|/);
  });
  it('is not made of two classes of one name', () => {
    const sources = ['a.config.ts', 'b.config.ts'].map((path) => ({ path, text: KIT }));
    assert.throws(() => configClasses(sources), /LogConfig: a\.config\.ts and b\.config\.ts/);
  });

  it('keeps a bar in a sentence from breaking the table', () => assert.match(page(), /Pass\\\|word/));
});

// The files of the deployment, as far as they can be checked without a container engine.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { at } from '../run/workspace.mjs';
import { brokenRules, isPinned, RULE_NAMES } from './dockerfile.mjs';

const read = (file) => readFileSync(at(file), 'utf8');
const text = read('docker-compose.yml');
const compose = parse(text, { merge: true });
const services = Object.entries(compose.services);
const built = services.filter(([, service]) => service.build !== undefined);
const projectOf = (service) => service.build.args.PROJECT;

function schemaErrors(document) {
  const { $schema, ...schema } = JSON.parse(read('node_modules/docker-compose/schema/compose-spec.json'));
  assert.ok($schema);
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const validate = ajv.compile(schema);
  return validate(document) ? [] : validate.errors.map((error) => `${error.instancePath} ${error.message}`);
}

describe('docker-compose.yml', () => {
  it('is a document of the Compose specification', () => assert.deepEqual(schemaErrors(compose), []));
  it('would be refused with a key that does not exist', () => {
    assert.notDeepEqual(schemaErrors({ ...compose, services: { a: { imagee: 'a:1' } } }), []);
  });

  it('runs every app there is', () => {
    const apps = readdirSync(at('apps')).filter((name) => existsSync(at('apps', name, 'src/main.ts')));
    assert.deepEqual(
      apps.filter((app) => !built.some(([, service]) => projectOf(service) === `apps/${app}`)),
      [],
    );
  });

  it('builds only projects and Dockerfiles that exist', () => {
    for (const [name, service] of built) {
      assert.ok(existsSync(at(projectOf(service), 'package.json')), name);
      assert.ok(existsSync(at(service.build.dockerfile)), name);
    }
  });

  it('pins every image that is not built here', () => {
    const loose = services.filter(([, service]) => service.build === undefined && !isPinned(service.image));
    assert.deepEqual(
      loose.map(([name]) => name),
      [],
    );
  });

  it('publishes ports on loopback only', () => {
    for (const [name, service] of services) {
      for (const port of service.ports ?? []) assert.match(port, /^127\.0\.0\.1:/, name);
    }
  });

  it('gives every service that stays a health check, its own image’s apart', () => {
    const staying = services.filter(([name, service]) => service.restart !== 'no' && name !== 'jaeger');
    assert.deepEqual(
      staying.filter(([, service]) => service.healthcheck?.test === undefined).map(([name]) => name),
      [],
    );
  });

  it('runs our own images without rights on a read-only file system', () => {
    for (const [name, service] of built) {
      assert.equal(service.read_only, true, name);
      assert.deepEqual(service.cap_drop, ['ALL'], name);
      assert.deepEqual(service.tmpfs, ['/tmp'], name);
    }
  });

  it('tells each that speaks to Kafka its name, for its dead letters', () => {
    for (const [name, { environment }] of built) {
      const isKafkas = environment.KAFKA_BROKERS_ANALYTICS !== undefined;
      assert.equal(environment.KAFKA_CLIENT_ID_ANALYTICS, isKafkas ? name : undefined);
    }
  });

  it('waits only for services that exist, and for their health where they have one', () => {
    for (const [name, service] of services) {
      for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
        assert.ok(compose.services[other], `${name} waits for ${other}`);
        const once = compose.services[other].restart === 'no';
        assert.equal(condition, once ? 'service_completed_successfully' : 'service_healthy', `${name} → ${other}`);
      }
    }
  });

  it('uses only volumes that it declares', () => {
    const named = services.flatMap(([, service]) => service.volumes ?? []).map((volume) => volume.split(':')[0]);
    const missing = named.filter((source) => !source.startsWith('.') && !(source in compose.volumes));
    assert.deepEqual(missing, []);
    for (const file of named.filter((source) => source.startsWith('.'))) assert.ok(existsSync(at(file)), file);
  });

  it('holds no secret: each comes from the environment and says what to do when it is missing', () => {
    for (const [, name, rest] of text.matchAll(/\$\{(\w*(?:PASSWORD|SECRET|ACCESS_KEY)\w*)([^}]*)\}/g)) {
      assert.match(rest, /^:\?.*\.env/, name);
    }
    assert.doesNotMatch(text, /(PASSWORD|SECRET_KEY)\w*: (?!\$\{)\S/);
  });
});

describe('.env.example', () => {
  const lines = read('.env.example').split('\n');
  const set = new Map(
    lines
      .map((line) => /^#?([A-Z][A-Z0-9_]+)=(.*)$/.exec(line))
      .filter(Boolean)
      .map(([, name, value]) => [name, value]),
  );

  it('names every variable that compose asks for', () => {
    const asked = [...text.matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, name]) => name);
    assert.deepEqual(
      [...new Set(asked)].filter((name) => !set.has(name)),
      [],
    );
  });
  it('holds no value for a secret', () => {
    const secrets = [...set].filter(([name]) => /PASSWORD|SECRET|ACCESS_KEY|DSN|REDIS_URL|WRITE_KEY/.test(name));
    assert.deepEqual(
      secrets.filter(([, value]) => value !== ''),
      [],
    );
  });
});

describe('Dockerfiles', () => {
  const files = readdirSync(at('deploy/docker')).filter((name) => name.endsWith('Dockerfile'));
  for (const file of files) {
    it(`${file} keeps every rule`, () => assert.deepEqual(brokenRules(read(`deploy/docker/${file}`)), []));
  }

  it('are refused when they break the rules', () => {
    const bad = 'FROM node:latest\nADD https://example.com/a /a\nRUN npm ci\nCMD node main.js\n';
    assert.deepEqual(brokenRules(bad), RULE_NAMES);
  });

  it('differ only in what is public', () => {
    const body = (file) =>
      read(`deploy/docker/${file}`)
        .split('\n')
        .filter((line) => !/^#|^EXPOSE/.test(line))
        .join('\n');
    assert.equal(body('app.Dockerfile'), body('worker.Dockerfile'));
  });
});

describe('ClickHouse users', () => {
  const xml = read('deploy/clickhouse/users.d/services.xml');
  it('take their passwords from variables that compose sets', () => {
    const names = [...xml.matchAll(/from_env="(\w+)"/g)].map(([, name]) => name);
    assert.equal(names.length, 5);
    assert.deepEqual(
      names.filter((name) => compose.services.clickhouse.environment[name] === undefined),
      [],
    );
    assert.doesNotMatch(xml, /<password>/);
  });
  it('are those that the services and the row policies name', () => {
    const users = [...xml.matchAll(/^ {4}<(\w+)>$/gm)].map(([, name]) => name);
    const named = services.map(([, service]) => service.environment?.CLICKHOUSE_USER_ANALYTICS_DWH).filter(Boolean);
    const policies = read('deploy/clickhouse/initdb/010_row_policies.sql');
    const inPolicies = [...policies.matchAll(/ TO ([\w, ]+);/g)].flatMap(([, list]) => list.split(', '));
    for (const name of [...named, ...inPolicies]) assert.ok(users.includes(name), name);
  });
});

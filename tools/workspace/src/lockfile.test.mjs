// The lock file installs the same packages everywhere: on every platform, from every registry.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { at } from './run/workspace.mjs';

const { packages } = JSON.parse(readFileSync(at('package-lock.json'), 'utf8'));

/** Where Node would look for a package that is needed by the one at `place`. */
function candidates(place, name) {
  const folders = place.split('/node_modules/');
  const inside = folders.map((_, end) => folders.slice(0, folders.length - end).join('/node_modules/'));
  return [...inside.filter((folder) => folder !== ''), ''].map(
    (folder) => `${folder ? `${folder}/` : ''}node_modules/${name}`,
  );
}

describe('package-lock.json', () => {
  it('holds the packages of every platform, so that npm ci works on all of them', () => {
    const missing = Object.entries(packages).flatMap(([place, entry]) =>
      Object.keys(entry.optionalDependencies ?? {})
        .filter((name) => !candidates(place, name).some((candidate) => packages[candidate] !== undefined))
        .map((name) => `${name} (for ${place})`),
    );
    assert.deepEqual(missing, [], 'add them by hand: version, optional, os, cpu');
  });

  it('names no registry', () => {
    const named = Object.entries(packages).filter(([, entry]) => /^https?:/.test(entry.resolved ?? ''));
    assert.deepEqual(
      named.map(([place]) => place),
      [],
    );
  });

  it('holds one version of each package of the framework’s core', () => {
    for (const name of [
      '@nestjs/common',
      '@nestjs/core',
      'reflect-metadata',
      'rxjs',
      'class-validator',
      'prom-client',
    ]) {
      const places = Object.keys(packages).filter((place) => place.endsWith(`node_modules/${name}`));
      assert.deepEqual(places, [`node_modules/${name}`], 'two copies do not know each other’s classes and metadata');
    }
  });

  it('holds exact versions of everything that we ask for ourselves', () => {
    const own = Object.entries(packages).filter(([place]) => place === '' || !place.includes('node_modules'));
    const loose = own.flatMap(([place, entry]) =>
      Object.entries({ ...entry.dependencies, ...entry.devDependencies })
        .filter(([, range]) => !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(range))
        .map(([name, range]) => `${place || 'root'}: ${name} ${range}`),
    );
    assert.deepEqual(loose, []);
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOf, rolePage } from './role-picker.mjs';
import { ROLES } from './tokens.mjs';

test('the page to pick a role on speaks the language that the browser wants most, Russian where it knows neither', () => {
  const told = [
    undefined,
    '*',
    'de, fr;q=0.5',
    'en-GB',
    'ru-RU,ru;q=0.9,en;q=0.8',
    'en;q=0.3, ru;q=0.7',
    'de, en;q=0.5',
  ];
  assert.deepEqual(told.map(languageOf), ['ru', 'ru', 'ru', 'en', 'ru', 'ru', 'en']);
});

test('each role can be picked, in one language at a time', () => {
  const pages = Object.fromEntries(['ru', 'en'].map((language) => [language, rolePage('uid', language).body]));
  for (const role of ROLES) assert.match(pages.en, new RegExp(`value="${role}"><b>[A-Z]`));
  assert.doesNotMatch(pages.en, /[а-яё]/i);
  for (const role of ROLES) assert.match(pages.ru, new RegExp(`value="${role}"><b>[А-Я]`));
  assert.match(pages.ru, /<html lang="ru">/);
});

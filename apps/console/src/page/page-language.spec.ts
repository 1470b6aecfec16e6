import { pageLanguage } from './page-language';

describe('the language a page is served in', () => {
  it.each([
    ['the choice of the person', { cookie: 'a=b; console_language=en', 'accept-language': 'ru' }, 'en'],
    ['the choice although the browser says nothing', { cookie: 'console_language=ru' }, 'ru'],
    ['what the browser likes best', { 'accept-language': 'de, ru-RU;q=0.9, en;q=0.8' }, 'ru'],
    [
      'the browser’s where the choice is none of ours',
      { cookie: 'console_language="><b>', 'accept-language': 'ru' },
      'ru',
    ],
    ['English for everybody else', {}, 'en'],
  ])('is %s', (_, headers, language) => {
    expect(pageLanguage(headers)).toBe(language);
  });
});

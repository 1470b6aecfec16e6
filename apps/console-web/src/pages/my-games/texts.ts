import { defineTexts } from '../../i18n/texts';

export const myGamesTexts = defineTexts('my-games', {
  ru: { title: 'Мои игры' },
  en: { title: 'My games' },
});

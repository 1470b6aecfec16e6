import { useCallback, useMemo } from 'react';
import { useGameTitles } from '../../api/games';
import { type NameOf, OTHER } from '../../charts/chart-data';
import { chartTexts } from '../../charts/texts';
import { type Translate, useLanguage, useTexts } from '../../i18n/use-texts';
import { dimensionText, pickerTexts } from './texts';

const PLATFORMS: Readonly<Record<string, string>> = {
  windows: 'Windows',
  macos: 'macOS',
  linux: 'Linux',
  android: 'Android',
  ios: 'iOS',
  web: 'Web',
  console: 'Console',
};

/** How dimensions are called. */
export function useDimensionName(): (dimension: string) => string {
  const t: Translate<NonNullable<ReturnType<typeof dimensionText>>> = useTexts(pickerTexts);
  return useCallback(
    (dimension) => {
      const key = dimensionText(dimension);
      return key === undefined ? dimension : t(key);
    },
    [t],
  );
}

/** How values of dimensions are called; `gameIds` are the games whose titles are wanted. */
export function useNames(gameIds: readonly string[]): NameOf {
  const t = useTexts(chartTexts);
  const language = useLanguage();
  const titleOf = useGameTitles(gameIds);
  const countries = useMemo(() => new Intl.DisplayNames([language], { type: 'region' }), [language]);
  return useCallback(
    (dimension, value) => {
      if (value === '') return t('notTold');
      if (value === OTHER) return t('others');
      if (dimension === 'game_id') return titleOf(value);
      if (dimension === 'platform') return PLATFORMS[value] ?? value;
      if (dimension === 'country' && /^[A-Z]{2}$/.test(value)) return countries.of(value) ?? value;
      return value;
    },
    [countries, t, titleOf],
  );
}

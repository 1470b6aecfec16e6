export const LANGUAGES = ['ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const isLanguage = (value: unknown): value is Language => (LANGUAGES as readonly unknown[]).includes(value);

/** The person's own choice first, then what the browser likes best; English for everybody else. */
export function chosenLanguage(kept: string | null, wishes: readonly string[]): Language {
  if (isLanguage(kept)) return kept;
  for (const wish of wishes) {
    const language = wish.slice(0, 2).toLowerCase();
    if (isLanguage(language)) return language;
  }
  return 'en';
}

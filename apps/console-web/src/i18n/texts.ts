import { LANGUAGES } from './languages';
import { i18n } from './i18n';

/** A text with a count in it, one form for each kind of number the language knows. */
export interface RussianCount {
  readonly one: string;
  readonly few: string;
  readonly many: string;
}
export interface EnglishCount {
  readonly one: string;
  readonly other: string;
}

export interface Texts<Key extends string> {
  readonly namespace: string;
  readonly ru: Readonly<Record<Key, string | RussianCount>>;
  readonly en: Readonly<Record<Key, string | EnglishCount>>;
}

interface BothLanguages<Key extends string> {
  readonly ru: Readonly<Record<Key, string | RussianCount>>;
  readonly en: Readonly<Record<NoInfer<Key>, string | EnglishCount>>;
}

/** The texts of one page or part, in both languages: a key that one of them lacks does not compile. */
export function defineTexts<Key extends string>(namespace: string, texts: BothLanguages<Key>): Texts<Key> {
  for (const language of LANGUAGES) i18n.addResourceBundle(language, namespace, flat(texts[language]), true, true);
  return { namespace, ...texts };
}

/** The forms of a count as i18next looks for them: `rows_one`, `rows_few`. */
function flat(texts: Readonly<Record<string, string | RussianCount | EnglishCount>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([key, text]) =>
      typeof text === 'string'
        ? [[key, text]]
        : Object.entries<string>({ ...text }).flatMap(([form, of]) => [
            [`${key}_${form}`, of],
            // Fractions are "other" in Russian: the few form is the grammatical one (2,5 строки).
            ...(form === 'few' ? [[`${key}_other`, of]] : []),
          ]),
    ),
  );
}

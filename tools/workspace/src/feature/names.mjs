import { Refusal } from './refusal.mjs';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const VAGUE = new Set(['util', 'utils', 'common', 'helper', 'helpers', 'shared', 'misc', 'lib', 'feature', 'features']);

const pascal = (kebab) => kebab.replace(/(^|-)([a-z0-9])/g, (_, __, letter) => letter.toUpperCase());
const camel = (kebab) => kebab.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const words = (kebab) => kebab.replaceAll('-', ' ');

function singularOf(plural) {
  if (plural.endsWith('ies')) return `${plural.slice(0, -3)}y`;
  if (/(s|x|z|ch|sh)es$/.test(plural)) return plural.slice(0, -2);
  return plural.slice(0, -1);
}

/** All spellings of a feature's name; refuses what would not read well as a folder. */
export function featureNames(plural, singular = undefined) {
  if (plural === undefined || !NAME.test(plural)) {
    throw new Refusal(
      `"${plural ?? ''}" cannot be a feature's name: use lower case words joined by "-", like price-lists.`,
    );
  }
  if (VAGUE.has(plural)) {
    throw new Refusal(`"${plural}" says nothing about what is inside: name the feature after its content.`);
  }
  if (!plural.endsWith('s') && singular === undefined) {
    throw new Refusal(
      `"${plural}" should be a plural, as folders of features are; or give the name of one as a further word.`,
    );
  }
  const one = singular ?? singularOf(plural);
  if (!NAME.test(one)) throw new Refusal(`"${one}" cannot be the name of one: use lower case words joined by "-".`);
  return {
    plural,
    singular: one,
    Plural: pascal(plural),
    Singular: pascal(one),
    camelPlural: camel(plural),
    words: words(one),
  };
}

import type { Language } from '../../../i18n/languages';
import { useLanguage } from '../../../i18n/use-texts';

/**
 * What is wrong with an event is told to its sender in English and kept so. Who reads Russian gets the same sentence in Russian;
 * `{}` stands for what differs from event to event. A sentence that is not here is shown as it was said.
 */
const IN_RUSSIAN: readonly (readonly [said: string, russian: string])[] = [
  ['is required', 'обязательно, но отсутствует'],
  ['must be one of: {}', 'должно быть одним из: {}'],
  ['is no property of the schema', 'такого поля в схеме нет'],
  ['must follow one of the alternatives', 'должно подходить под один из вариантов'],
  ['does not follow its schema', 'не соответствует схеме'],
  ['must have the form its schema names', 'должно быть в формате, названном в схеме'],
  ['must be a UUID', 'должно быть UUID'],
  ['must be an RFC 3339 time with a zone', 'должно быть временем RFC 3339 с часовым поясом'],
  ['must be a day, for example {}', 'должно быть датой, например {}'],
  ['must be an RFC 3339 time of day with a zone', 'должно быть временем суток RFC 3339 с часовым поясом'],
  ['must be a duration of ISO 8601, for example {}', 'должно быть длительностью ISO 8601, например {}'],
  ['must be a URI', 'должно быть URI'],
  ['must be an e-mail address', 'должно быть адресом почты'],
  ['must be a host name', 'должно быть именем узла'],
  ['must be an IPv4 address', 'должно быть адресом IPv4'],
  ['must be an IPv6 address', 'должно быть адресом IPv6'],
  ['must be a currency code of ISO 4217', 'должно быть кодом валюты ISO 4217'],
  [
    'must be a positive decimal number in a text, for example {}',
    'должно быть положительным десятичным числом в виде текста, например {}',
  ],
  ['must be a day ({}) or an RFC 3339 time', 'должно быть датой ({}) или временем RFC 3339'],
  [
    "must be at most {} minutes ahead of the platform's clock",
    'может опережать часы платформы не больше чем на {} мин',
  ],
  [
    'must be at most {} days old; older events come in as an import',
    'должно быть не старше {} дн.; более старые события загружают импортом',
  ],
  ['must be at most {} bytes', 'должно быть не больше {} байт'],
  ['must be nested at most {} levels deep', 'вложенность должна быть не больше {}'],
  ['must be a text of 1 to {} characters', 'должно быть текстом длиной от 1 до {} символов'],
  ['must NOT have fewer than {} characters', 'должно быть не короче {} символов'],
  ['must NOT have more than {} characters', 'должно быть не длиннее {} символов'],
  ['must NOT have fewer than {} items', 'элементов должно быть не меньше {}'],
  ['must NOT have more than {} items', 'элементов должно быть не больше {}'],
  ['must NOT have more than {} properties', 'полей должно быть не больше {}'],
  ['must NOT have duplicate items ({})', 'элементы не должны повторяться ({})'],
  ['must match pattern {}', 'должно соответствовать образцу {}'],
  ['must be multiple of {}', 'должно быть кратно {}'],
  ['must be >= {}', 'должно быть не меньше {}'],
  ['must be <= {}', 'должно быть не больше {}'],
  ['must be > {}', 'должно быть больше {}'],
  ['must be < {}', 'должно быть меньше {}'],
  ['must be UTF-8', 'должно быть в UTF-8'],
  ['must be JSON', 'должно быть JSON'],
  ['must be a JSON object', 'должно быть объектом JSON'],
  ['must be well-formed Unicode', 'должно быть правильным Юникодом'],
  ['must not hold the character NUL', 'не должно содержать символ NUL'],
  ['must not be there twice', 'не должно встречаться дважды'],
  ['must not hold an e-mail, phone or card number', 'не должно содержать почту, телефон или номер карты'],
  ['is not JSON', 'это не JSON'],
  ['the record is not JSON', 'запись не JSON'],
  ['the record has no value', 'запись пуста'],
  ['an event is a JSON object', 'событие должно быть объектом JSON'],
  ['is not a name an event may use', 'такое имя в событии недопустимо'],
  ['is not a name an event may use here', 'такое имя здесь недопустимо'],
  ['no schema is registered for this type', 'для этого типа схема не зарегистрирована'],
  ['this version is not registered', 'эта версия не зарегистрирована'],
  ['names a schema of another type', 'указана схема другого типа'],
  [
    'an event of this source and id is stored with another content',
    'событие с этим источником и номером уже сохранено с другим содержанием',
  ],
  [
    'another event of this source has this id, and the first one stays',
    'этот номер уже занят другим событием того же источника, остаётся первое',
  ],
  ['the person was erased', 'данные этого человека удалены'],
  ['the device was erased', 'данные этого устройства удалены'],
  ['the warehouse cannot hold a value of this event', 'хранилище не вмещает одно из значений события'],
  ['is missing or malformed', 'отсутствует или записано неверно'],
  ['is no instant', 'это не момент времени'],
  ['the step "{}" failed', 'шаг «{}» не удался'],
  ['must be {}', 'должно быть {}'],
];

const SENTENCES = IN_RUSSIAN.map(([said, russian]) => ({ said: patternOf(said), russian }));

function patternOf(said: string): RegExp {
  const parts = said.split('{}').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('(.+)')}$`, 's');
}

export function toldIn(language: Language, said: string): string {
  if (language === 'en') return said;
  for (const { said: pattern, russian } of SENTENCES) {
    const found = pattern.exec(said);
    if (found !== null) return russian.replace('{}', () => found[1]!);
  }
  return said;
}

/** A sentence of the API about an event, in the language of the page. */
export function useTold(): (said: string) => string {
  const language = useLanguage();
  return (said) => toldIn(language, said);
}

/** A column of text takes no NUL and no half of a surrogate pair: neither may keep an act from being recorded. */
export const plainText = (text: string): string => Buffer.from(text.replaceAll('\u0000', '\uFFFD')).toString();

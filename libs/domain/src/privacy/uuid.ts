const LENGTH = 36;
const DASH = 0x2d;

/** Whether the text is a UUID and nothing else: a loop, because most texts of events are and an expression costs more. */
export function isUuid(text: string): boolean {
  if (text.length !== LENGTH) return false;
  for (let at = 0; at < LENGTH; at += 1) {
    const code = text.charCodeAt(at);
    if (at === 8 || at === 13 || at === 18 || at === 23) {
      if (code !== DASH) return false;
      continue;
    }
    const letter = code | 0x20;
    if (!((code >= 0x30 && code <= 0x39) || (letter >= 0x61 && letter <= 0x66 && code >= 0x41))) return false;
  }
  return true;
}

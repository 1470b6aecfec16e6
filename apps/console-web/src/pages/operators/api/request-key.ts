/** A key for each thing a person wants: trying again after an answer got lost has the same one and is not done twice. */
export class RequestKey {
  private wanted: { readonly what: string; readonly key: string } | undefined;

  of(what: string): string {
    if (this.wanted?.what !== what) this.wanted = { what, key: randomKey() };
    return this.wanted.key;
  }

  /** It is done: to want the same once more is something new. */
  done(): void {
    this.wanted = undefined;
  }
}

/** `randomUUID` is there over HTTPS only. */
const randomKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

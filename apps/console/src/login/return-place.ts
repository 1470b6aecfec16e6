const LONGEST = 2_000;

/** A place of this page to come back to after the log-in; anything that could lead elsewhere becomes the start. */
export function returnPlace(wish: string | undefined): string {
  if (wish === undefined || wish.length > LONGEST || !/^\/(?![/\\])[\x21-\x7e]*$/.test(wish)) return '/';
  const url = new URL(wish, 'http://console.invalid');
  if (url.host !== 'console.invalid' || url.pathname.startsWith('//') || url.pathname.startsWith('/auth/')) return '/';
  return `${url.pathname}${url.search}`;
}

/**
 * What the page may do: its own scripts, its own styles and those with this answer's nonce, its own APIs and stream. No inline
 * script, no other origin, no frame around it.
 */
export function contentPolicy(nonce: string, origin: string): string {
  const stream = origin.replace(/^http/, 'ws');
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    // Older browsers do not count a socket of the same host as their own.
    `connect-src 'self' ${stream}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

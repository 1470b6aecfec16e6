/** Just enough of a browser: keeps cookies by host and port, says where a request comes from, and goes nowhere by itself. */
export class Browser {
  private readonly jars = new Map<string, Map<string, string>>();

  async go(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const jar = this.jar(new URL(url).host);
    const response = await fetch(url, {
      redirect: 'manual',
      ...init,
      // A service that was started again at the same place does not know the connections of the one before.
      headers: { connection: 'close', cookie: [...jar].map((pair) => pair.join('=')).join('; '), ...init.headers },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line) || value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  jar(host: string): Map<string, string> {
    const known = this.jars.get(host) ?? new Map<string, string>();
    this.jars.set(host, known);
    return known;
  }

  /** Through the issuer and back, as this role; the place the console sends to at the end. */
  async logIn(consoleUrl: string, role: string, returnTo = '/'): Promise<string> {
    const sent = await this.go(`${consoleUrl}/auth/login?return_to=${encodeURIComponent(returnTo)}`);
    const back = await this.pickRole(placeOf(sent), role);
    return placeOf(await this.go(back)).href.replace(consoleUrl, '');
  }

  /** Where the issuer sends somebody who picked a role: the callback with a code. */
  async pickRole(authorization: URL, role: string): Promise<URL> {
    let at = placeOf(await this.go(authorization));
    if (at.pathname.startsWith('/interaction/')) {
      const picked = await this.go(at, { method: 'POST', body: new URLSearchParams({ role }) });
      at = placeOf(await this.go(placeOf(picked)));
    }
    return at;
  }
}

export function placeOf(response: Response): URL {
  const location = response.headers.get('location');
  if (location === null) throw new Error(`no redirection but ${response.status}`);
  return new URL(location, response.url);
}

interface Route {
  readonly method: string;
  readonly segments: readonly string[];
}

/** Which methods an address takes, so that a wrong method is told apart from a wrong address. */
export class RouteTable {
  private readonly routes: Route[] = [];

  add(method: string | readonly string[], path: string): void {
    for (const one of [method].flat()) this.routes.push({ method: one, segments: path.split('/') });
  }

  methodsAt(url: string): string[] {
    const segments = (url.split(/[?#]/, 1)[0] ?? '').split('/');
    const matching = this.routes.filter((route) => matches(route.segments, segments));
    return [...new Set(matching.map((route) => route.method))].sort();
  }
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  if (pattern.at(-1) === '*') {
    return (
      pattern.slice(0, -1).every((part, index) => fits(part, segments[index])) && segments.length >= pattern.length
    );
  }
  return pattern.length === segments.length && pattern.every((part, index) => fits(part, segments[index]));
}

const fits = (part: string, segment: string | undefined): boolean =>
  part.includes(':') ? segment !== undefined && segment !== '' : part === segment;

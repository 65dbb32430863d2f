/** Which methods each address takes: asked only of requests that nothing answers. */
export class AllowedMethods {
  private readonly routes = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();

  /** @param url as routes are written: `/api/records/:id` */
  add(method: string | readonly string[], url: string): void {
    if (url.includes('*')) return;
    const known = this.routes.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    for (const one of [method].flat()) known.methods.add(one.toUpperCase());
    this.routes.set(url, known);
  }

  /** The methods that an address takes, in order; empty if there is nothing at this address. */
  of(address: string): readonly string[] {
    const path = address.split('?', 1)[0] ?? '';
    const methods = [...this.routes.values()].filter(({ pattern }) => pattern.test(path)).flatMap((route) => [...route.methods]);
    return [...new Set(methods)].sort();
  }
}

function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${parts.join('/')}$`);
}

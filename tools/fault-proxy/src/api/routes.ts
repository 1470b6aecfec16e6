import type { Proxies } from '../proxies/proxies';
import { Refusal } from '../refusal';
import { toxicOf } from '../toxics/toxic';

type Body = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: 200 | 201 | 204;
  readonly body?: unknown;
}

const NOTHING: Answer = { status: 204 };
const found = (body: unknown): Answer => ({ status: 200, body });
const made = (body: unknown): Answer => ({ status: 201, body });

/** The paths of toxiproxy's API, as far as they make sense here. */
export async function answerOf(proxies: Proxies, method: string, path: string, body: Body): Promise<Answer> {
  const [first, name, second, toxic, ...more] = path.split('/').slice(1).map(decodeURIComponent);
  if (more.length > 0) throw unknown(method, path);
  if (first === 'reset' && method === 'POST' && name === undefined) {
    await proxies.reset();
    return NOTHING;
  }
  if (first !== 'proxies') throw unknown(method, path);
  const answer =
    name === undefined
      ? ofAll(proxies, method, body)
      : second === undefined
        ? ofOne(proxies, method, name, body)
        : second === 'toxics'
          ? ofToxics(proxies, method, name, toxic, body)
          : undefined;
  if (answer === undefined) throw unknown(method, path);
  return answer;
}

const unknown = (method: string, path: string): Refusal => new Refusal(404, `there is no ${method} ${path}`);

function ofAll(proxies: Proxies, method: string, body: Body): Promise<Answer> | undefined {
  if (method === 'GET') {
    return Promise.resolve(found(Object.fromEntries(proxies.all().map((proxy) => [proxy.name, proxy.state]))));
  }
  return method === 'POST' ? proxies.add(body).then((proxy) => made(proxy.state)) : undefined;
}

function ofOne(proxies: Proxies, method: string, name: string, body: Body): Promise<Answer> | undefined {
  if (method === 'GET') return Promise.resolve(found(proxies.get(name).state));
  if (method === 'POST' || method === 'PATCH') return proxies.change(name, body).then((proxy) => found(proxy.state));
  return method === 'DELETE' ? proxies.remove(name).then(() => NOTHING) : undefined;
}

function ofToxics(proxies: Proxies, method: string, name: string, toxic: string | undefined, body: Body) {
  const proxy = proxies.get(name);
  if (toxic === undefined) {
    if (method === 'GET') return found(proxy.state.toxics);
    return method === 'POST' ? made(proxy.add(toxicOf(body))) : undefined;
  }
  if (method === 'GET') return found(proxy.toxic(toxic));
  if (method !== 'DELETE') return undefined;
  proxy.remove(toxic);
  return NOTHING;
}

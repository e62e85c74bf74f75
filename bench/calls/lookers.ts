/** Users who look at the calls of a gateway while it serves others. */

import { setTimeout as wait } from 'node:timers/promises';

/** Between an answer and what somebody asks next who clicks without rest. */
const PAUSE_MS = 200;
const PAGE = 200;

export interface Lookers {
  /** Answers so far, by what was asked. */
  readonly asked: Readonly<Record<string, number>>;
  /** Resolves when nobody asks any more. */
  stop(): Promise<Lookers['asked']>;
}

/** Logs in as `admin`; the session's cookie. */
export async function login(port: number, password: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/api/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: `http://127.0.0.1:${port}` },
    body: JSON.stringify({ name: 'admin', password }),
  });
  if (!response.ok) throw new Error(`no login: ${response.status} ${await response.text()}`);
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** One who looks at lists, one who filters, one who looks at sums; and a program that reads all calls without a pause. */
export function look(port: number, cookie: string): Lookers {
  const asked: Record<string, number> = {};
  let isStopped = false;
  const get = async (what: string, path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie } });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    asked[what] = (asked[what] ?? 0) + 1;
    return text;
  };
  const again = async (work: () => Promise<unknown>) => {
    while (!isStopped) await work();
  };
  const inTurn = (what: string, paths: readonly string[]) => {
    let number = 0;
    return again(async () => {
      await get(what, paths[number++ % paths.length] ?? '');
      await wait(PAUSE_MS);
    });
  };
  const all = Promise.all([
    inTurn('lists', ['/api/calls', '/api/call-sessions']),
    inTurn('filters', FILTERS),
    inTurn('sums', [
      '/api/usage?by=day,model&from=2020-01-01',
      '/api/usage?by=hour',
      '/api/usage?by=purpose&from=2020-01-01',
    ]),
    again(readAll(get)),
  ]);
  // It is told by `stop`.
  all.catch(() => undefined);
  const stop = async () => {
    isStopped = true;
    await all;
    return asked;
  };
  return { asked, stop };
}

const FILTERS = ['/api/calls?model=model_3', '/api/calls?status=429', '/api/calls?key=key_1&model=model_none'];

/** The pages of all calls, one after the other, and again from the beginning. */
function readAll(get: (what: string, path: string) => Promise<string>): () => Promise<void> {
  let after = '';
  return async () => {
    const { next }: { readonly next: string | null } = JSON.parse(
      await get('pages', `/api/calls?limit=${PAGE}${after}`),
    );
    after = next === null ? '' : `&after=${encodeURIComponent(next)}`;
  };
}

import { header, type IncomingHeaders } from '../lib/headers.ts';
import type { Upstream } from '../routing/catalog.ts';

// What may stand before a credential in a header; who repeats it need not repeat this.
const SCHEME = /^(bearer|basic|token) +/i;
// What stands in place of a key where none is needed (`ollama`) is shorter, and may be a word of the message.
const MIN_SECRET_LENGTH = 12;
/** Where clients put their keys. */
const KEY_HEADERS = ['authorization', 'x-api-key', 'api-key', 'x-redwolf-key', 'proxy-authorization'];

/** What a platform is asked with: its keys, the values of the user's headers, and the password of the proxy. */
export function upstreamSecrets({
  apiKeys,
  headers,
  proxy,
}: Pick<Upstream, 'apiKeys' | 'headers' | 'proxy'>): string[] {
  const secrets = [...apiKeys.map(({ key }) => key), ...Object.values(headers)];
  const texts = secrets.map((secret) => secret.reveal());
  return hidable(proxy === undefined ? texts : [...texts, ...passwordsOf(proxy.reveal())]);
}

/** The keys that a request brings, whether they are good or not. */
export function clientSecrets(headers: IncomingHeaders): string[] {
  return hidable(KEY_HEADERS.map((name) => header(headers, name) ?? ''));
}

/** Those that are long enough to be one, without what may stand before them. */
export function hidable(secrets: readonly string[]): string[] {
  return secrets.map((secret) => secret.replace(SCHEME, '')).filter(({ length }) => length >= MIN_SECRET_LENGTH);
}

/** As it stands in the address, and as it is sent. */
function passwordsOf(proxy: string): string[] {
  const { username, password } = new URL(proxy);
  const [name, word] = [decoded(username), decoded(password)];
  return [password, word, Buffer.from(`${name}:${word}`).toString('base64')];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import { Fault } from '../turn/fault.ts';
import type { Identity } from './call.ts';
import type { Candidate } from './health.ts';

const HIDDEN = '[secret]';
// What may stand before a credential in a header; a platform that repeats it need not repeat this.
const SCHEME = /^(bearer|basic|token) +/i;
// What stands in place of a key where none is needed (`ollama`) is shorter, and may be a word of the message.
const MIN_SECRET_LENGTH = 12;

/**
 * Takes out of a platform's words the secrets that it was asked with: some platforms repeat the key that they refuse,
 * and their words go to the client and into the records.
 */
export class Scrubber {
  readonly #candidate: Candidate;
  readonly #identity: Identity;

  constructor(candidate: Candidate, identity: Identity) {
    this.#candidate = candidate;
    this.#identity = identity;
  }

  bytes(bytes: Buffer): Buffer {
    const wire = bytes.toString('latin1');
    const clean = this.#without(wire, 'latin1');
    return clean === wire ? bytes : Buffer.from(clean, 'latin1');
  }

  fault(fault: Fault): Fault {
    const message = this.#without(fault.message, 'utf8');
    const { body } = fault.details;
    const cleanBody = body && this.bytes(body);
    if (message === fault.message && cleanBody === body) return fault;
    return new Fault(fault.kind, fault.status, message, { ...fault.details, ...(cleanBody && { body: cleanBody }) });
  }

  #without(text: string, encoding: 'latin1' | 'utf8'): string {
    let clean = text;
    for (const secret of this.#secrets()) {
      const value = secret.replace(SCHEME, '');
      if (value.length >= MIN_SECRET_LENGTH) clean = clean.replaceAll(Buffer.from(value).toString(encoding), HIDDEN);
    }
    return clean;
  }

  /** The keys, the client's own credential, the values of the user's headers, and the password of the proxy. */
  #secrets(): string[] {
    const { key, target } = this.#candidate;
    const { apiKeys, headers, proxy } = target.upstream;
    const pool = apiKeys.map((pooled) => pooled.key);
    const secrets = [key, ...pool, this.#identity.credential?.value, ...Object.values(headers)];
    const texts = secrets.map((secret) => secret?.reveal() ?? '');
    return proxy === undefined ? texts : [...texts, ...passwordsOf(proxy.reveal())];
  }
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

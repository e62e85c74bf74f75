import { Fault } from '../turn/fault.ts';
import type { Identity } from './call.ts';
import type { Candidate } from './health.ts';
import { hidable, upstreamSecrets } from './known-secrets.ts';

const HIDDEN = '[secret]';

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
      clean = clean.replaceAll(Buffer.from(secret).toString(encoding), HIDDEN);
    }
    return clean;
  }

  /** The client's own credential too. */
  #secrets(): string[] {
    const { key, target } = this.#candidate;
    const own = [key, this.#identity.credential?.value].map((secret) => secret?.reveal() ?? '');
    return [...hidable(own), ...upstreamSecrets(target.upstream)];
  }
}

import { createHash } from 'node:crypto';

const ALLOWED = /^[a-zA-Z0-9_-]{1,64}$/;
const KEPT_CHARACTERS = 55;

/**
 * Names that OpenAI accepts: at most 64 of `[a-zA-Z0-9_-]`, where Anthropic allows 128. A name that does not fit gets a
 * short one, made of its beginning and a hash, so that it is the same in each turn of a conversation.
 */
export class ToolNames {
  readonly #originals = new Map<string, string>();

  /** The name to send. */
  short(name: string): string {
    if (ALLOWED.test(name)) return name;
    const hash = createHash('sha256').update(name, 'latin1').digest('hex').slice(0, 8);
    const short = `${name.slice(0, KEPT_CHARACTERS).replace(/[^a-zA-Z0-9_-]/g, '_')}_${hash}`;
    this.#originals.set(short, name);
    return short;
  }

  /** Sent name → the client's own name, for those that were changed. */
  originals(): ReadonlyMap<string, string> {
    return this.#originals;
  }
}

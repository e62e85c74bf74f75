import { isUtf8 } from 'node:buffer';

const SECRET = '[secret]';
const REDACTED = '[redacted]';

/** Takes out of bodies what must not be stored. */
export class Redactor {
  readonly #patterns: readonly RegExp[];

  /** @param patterns regular expressions that were checked when they were configured */
  constructor(patterns: readonly string[]) {
    this.#patterns = patterns.map((pattern) => new RegExp(pattern, 'gu'));
  }

  /** The same buffer where there is nothing to take out. */
  bytes(bytes: Buffer, secrets: readonly string[]): Buffer {
    const encoding = isUtf8(bytes) ? 'utf8' : 'latin1';
    const found = spellings(secrets).filter((secret) => bytes.includes(secret));
    if (found.length === 0 && this.#patterns.length === 0) return bytes;
    const text = bytes.toString(encoding);
    const clean = this.#clean(text, found);
    return clean === text ? bytes : Buffer.from(clean, encoding);
  }

  text(text: string, secrets: readonly string[]): string {
    return this.#clean(text, spellings(secrets));
  }

  #clean(text: string, secrets: readonly string[]): string {
    let clean = text;
    for (const secret of secrets) clean = clean.replaceAll(secret, SECRET);
    for (const pattern of this.#patterns) clean = clean.replace(pattern, REDACTED);
    return clean;
  }
}

/** As they are, and as JSON writes them; longest first, as one may be a part of another. */
function spellings(secrets: readonly string[]): string[] {
  const all = secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  return [...new Set(all)].filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
}

import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { Secret } from './secret.ts';

const ALGORITHM = 'aes-256-gcm';
/** What NIST SP 800-38D recommends for GCM. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 's1.';

/** Seals secrets for the store: AES-256-GCM under a sub-key of the master key. */
export class Sealer {
  readonly #key: KeyObject;

  /** @param key 32 bytes, `MasterKey.derive('seal')` */
  constructor(key: Buffer) {
    this.#key = createSecretKey(key);
  }

  /**
   * @param owner what the secret belongs to; a sealed text that is moved to another owner cannot be opened there
   * @returns `s1.` and nonce, tag and cipher text in base64url
   */
  seal(secret: Secret, owner: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#key, nonce).setAAD(Buffer.from(owner));
    const text = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final()]);
    return VERSION + Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
  }

  /** The secret; undefined where the text was sealed under another key or for another owner, or is none. */
  open(sealed: string, owner: string): Secret | undefined {
    if (!sealed.startsWith(VERSION)) return undefined;
    const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64url');
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    if (tag.length < TAG_BYTES) return undefined;
    const decipher = createDecipheriv(ALGORITHM, this.#key, nonce).setAAD(Buffer.from(owner)).setAuthTag(tag);
    try {
      const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
      return new Secret(Buffer.concat([text, decipher.final()]).toString('utf8'));
    } catch {
      return undefined;
    }
  }
}

import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { Turns } from './turns.ts';

/** Work factors: 64 MB and some 200 ms for each password. https://www.rfc-editor.org/rfc/rfc7914 */
const COST = 2 ** 16;
const BLOCK_SIZE = 8;
const PARALLELISM = 1;
const HASH_BYTES = 32;
const SALT_BYTES = 16;
/** Each takes one of node's four pool threads and 64 MB. */
const AT_ONCE = 2;

/** A hash that no password has, to be verified against where there is none: a name that is unknown takes as long. */
export const NO_PASSWORD = ['scrypt', COST, BLOCK_SIZE, PARALLELISM, 'A'.repeat(22), 'A'.repeat(43)].join('$');

interface StoredPassword {
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelism: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** Hashes and verifies passwords, at most two at a time; further ones wait their turn. */
export class PasswordHasher {
  readonly #turns = new Turns(AT_ONCE);

  /** The password's hash as `scrypt$N$r$p$salt$hash`, salt and hash in base64url. */
  async hash(password: string): Promise<string> {
    const parameters = { cost: COST, blockSize: BLOCK_SIZE, parallelism: PARALLELISM, salt: randomBytes(SALT_BYTES) };
    const hash = await this.#turns.take(() => derive(password, parameters, HASH_BYTES));
    const encoded = [parameters.salt, hash].map((bytes) => bytes.toString('base64url'));
    return ['scrypt', COST, BLOCK_SIZE, PARALLELISM, ...encoded].join('$');
  }

  /** Whether `stored` was made from this password. False for what is no hash of ours. */
  async verify(password: string, stored: string): Promise<boolean> {
    const parsed = parse(stored);
    if (parsed === undefined) return false;
    const hash = await this.#turns.take(() => derive(password, parsed, parsed.hash.length));
    return timingSafeEqual(hash, parsed.hash);
  }
}

function derive(password: string, parameters: Omit<StoredPassword, 'hash'>, length: number): Promise<Buffer> {
  const { cost, blockSize, parallelism, salt } = parameters;
  // What scrypt needs, doubled: node refuses at the exact figure.
  const maxmem = 2 * 128 * cost * blockSize;
  // The same characters can be typed as different code points.
  const text = password.normalize('NFKC');
  return new Promise((resolve, reject) => {
    scrypt(text, salt, length, { cost, blockSize, parallelization: parallelism, maxmem }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

function parse(stored: string): StoredPassword | undefined {
  const [, cost, blockSize, parallelism, salt, hash] =
    /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d)\$([\w-]{22,})\$([\w-]{43,})$/.exec(stored) ?? [];
  if (cost === undefined || salt === undefined || hash === undefined) return undefined;
  const numbers = { cost: Number(cost), blockSize: Number(blockSize), parallelism: Number(parallelism) };
  const isPowerOfTwo = numbers.cost > 1 && Number.isInteger(Math.log2(numbers.cost));
  // A higher cost was never written: a damaged entry must not take all memory.
  if (!isPowerOfTwo || numbers.cost > COST || numbers.blockSize < 1 || numbers.parallelism < 1) return undefined;
  return { ...numbers, salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url') };
}

import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { messageOf, RedwolfError } from '../lib/errors.ts';

const LOOK_MS = 10_000;

/** Paths of PEM files: the certificate with those that it needs, and its key. */
export interface TlsPaths {
  readonly cert: string;
  readonly key: string;
}

/** What stands in them. */
export interface TlsPair {
  readonly cert: string;
  readonly key: string;
}

/** The certificate, which is renewed while redwolf runs. */
export class TlsFiles {
  readonly #paths: TlsPaths;
  #pair: TlsPair;
  #timer: NodeJS.Timeout | undefined;

  private constructor(paths: TlsPaths, pair: TlsPair) {
    this.#paths = paths;
    this.#pair = pair;
  }

  /** Rejects with RedwolfError TLS_INVALID where they cannot be read or do not fit together. */
  static async open(paths: TlsPaths): Promise<TlsFiles> {
    return new TlsFiles(paths, await read(paths));
  }

  get pair(): TlsPair {
    return this.#pair;
  }

  /** The pair, if there is another one now. Rejects as `open` does: then the one before is to be kept. */
  async refresh(): Promise<TlsPair | undefined> {
    const pair = await read(this.#paths);
    if (pair.cert === this.#pair.cert && pair.key === this.#pair.key) return undefined;
    this.#pair = pair;
    return pair;
  }

  /** Looks every ten seconds. Of two files that are replaced one after the other only both are taken. */
  watch(onRenewed: (pair: TlsPair) => void): void {
    const look = async () => {
      const pair = await this.refresh();
      if (pair !== undefined) onRenewed(pair);
    };
    this.#timer = setInterval(() => void look().catch(() => undefined), LOOK_MS).unref();
  }

  unwatch(): void {
    clearInterval(this.#timer);
  }
}

async function read(paths: TlsPaths): Promise<TlsPair> {
  try {
    const [cert, key] = await Promise.all([readFile(paths.cert, 'utf8'), readFile(paths.key, 'utf8')]);
    createSecureContext({ cert, key });
    return { cert, key };
  } catch (error) {
    throw new RedwolfError(
      'TLS_INVALID',
      `The certificate ${paths.cert} and its key ${paths.key} cannot be used: ${messageOf(error)}. server.tls needs two PEM files that belong together.`,
      { cause: error },
    );
  }
}

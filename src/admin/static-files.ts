import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

interface StaticFile {
  readonly body: Buffer<ArrayBuffer>;
  readonly type: string;
  readonly etag: string;
  /** The name holds a hash of the content. */
  readonly isImmutable: boolean;
}

const INDEX = 'index.html';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** The files of the built web page. */
export class StaticFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * The file at a path, or the page itself for a path that only the page's own router knows: one whose last part has no
   * extension.
   * @param path of the URL, decoded
   * @returns undefined where there is no such file, or no build at all
   */
  async find(path: string): Promise<StaticFile | undefined> {
    const name = relativeName(path);
    if (name === undefined) return undefined;
    return extname(name) === '' ? this.#read(INDEX) : this.#read(name);
  }

  /** Tells whether there is a build. */
  async isBuilt(): Promise<boolean> {
    return (await this.#read(INDEX)) !== undefined;
  }

  async #read(name: string): Promise<StaticFile | undefined> {
    const type = TYPES[extname(name).toLowerCase()];
    const file = join(this.#folder, name);
    if (type === undefined) return undefined;
    try {
      const { mtimeMs, size } = await stat(file);
      const body = await readFile(file);
      return { body, type, etag: `"${size}-${Math.round(mtimeMs)}"`, isImmutable: name.startsWith(`assets${sep}`) };
    } catch {
      // Not there, a folder, or not readable: the same to a browser.
      return undefined;
    }
  }
}

/** The path below the folder in the system's own form; undefined if it would lead out of it or to a hidden file. */
function relativeName(path: string): string | undefined {
  if (path.includes('\0') || path.includes('\\')) return undefined;
  const name = normalize(path.replace(/^\/+/, ''));
  const isInside = !name.split(sep).some((part) => part.startsWith('.') && part !== '.');
  return isInside ? name : undefined;
}

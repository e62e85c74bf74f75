import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const PREFIX = '.redwolf-import-';
const IS_LEFT = /^\.redwolf-import-\w{6}$/;

/**
 * Writes what comes into a file that only its owner may read, and removes it in the end. One at a time: what an earlier one
 * left behind, whose process was killed, is removed too.
 *
 * Rejects as the work and the pieces do.
 */
export async function withUpload<Result>(
  dataDir: string,
  pieces: AsyncIterable<Uint8Array>,
  work: (file: string) => Promise<Result>,
): Promise<Result> {
  await removeLeftovers(dataDir);
  // Made for its owner only; what is in it holds keys in clear.
  const folder = await mkdtemp(join(dataDir, PREFIX));
  try {
    const file = join(folder, 'api_records.db');
    await pipeline(pieces, createWriteStream(file, { mode: 0o600 }));
    return await work(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function removeLeftovers(dataDir: string): Promise<void> {
  const names = await readdir(dataDir);
  const left = names.filter((name) => IS_LEFT.test(name));
  await Promise.all(left.map((name) => rm(join(dataDir, name), { recursive: true, force: true })));
}

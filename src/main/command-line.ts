import { homedir } from 'node:os';
import { basename, join, relative } from 'node:path';

/**
 * How the user calls redwolf from here, to be pasted: `redwolf`, `npx redwolf` or `node bin/redwolf.js`.
 * @param program as in `process.argv[1]`
 */
export function programName(program: string, currentFolder: string): string {
  if (/[\\/]node_modules[\\/]/.test(program)) return 'npx redwolf';
  if (basename(program) === 'redwolf') return 'redwolf';
  const below = relative(currentFolder, program);
  return `node ${quoted(below.startsWith('..') ? program : below)}`;
}

/** The option that leads to this data directory, after a space; nothing for the one that is taken without it. */
export function dataDirArgument(dataDir: string): string {
  return dataDir === join(homedir(), '.redwolf') ? '' : ` --data-dir ${quoted(dataDir)}`;
}

function quoted(path: string): string {
  return /^[\w./:\\-]+$/.test(path) ? path : `"${path}"`;
}

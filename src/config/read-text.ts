import { readFileSync, statSync } from 'node:fs';
import { messageOf, RedwolfError, systemCode } from '../lib/errors.ts';

const LARGEST_FILE = 4 * 1024 * 1024;

/** The text of a configuration file. Throws RedwolfError CONFIG_UNREADABLE. */
export function readText(file: string): string {
  try {
    if (statSync(file).size > LARGEST_FILE) throw new Error('it is larger than 4 MB');
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    throw new RedwolfError('CONFIG_UNREADABLE', `The configuration file ${file} cannot be read: ${why(error)}.`, {
      cause: error,
    });
  }
}

function why(error: unknown): string {
  if (error instanceof TypeError) return 'it is not UTF-8 text';
  switch (systemCode(error)) {
    case 'ENOENT':
      return 'it does not exist';
    case 'EACCES':
      return 'reading it is not permitted';
    case 'EISDIR':
      return 'it is a folder';
    default:
      return messageOf(error);
  }
}

import { userInfo } from 'node:os';
import type { Actor } from '../admin/ports.ts';

/** Who called the command, for the audit log: no user of redwolf, but one of this machine. */
export function whoCalls(): Actor {
  return { id: null, name: `command line (${systemUser()})`, address: null };
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    // Some containers run under a number that has no name.
    return String(process.getuid?.() ?? 'unknown');
  }
}

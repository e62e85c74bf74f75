import type { AdminContext } from './context.ts';

/** Who asks, for the history. There is one administrator so far. */
export function whoIs(_: AdminContext): string {
  return 'admin';
}

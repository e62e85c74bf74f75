import { getPriority, setPriority } from 'node:os';

/** What yields by so many steps still gets a tenth of a core that others want too. */
const STEPS = 10;
const LOWEST = 19;

/**
 * Lets other threads come first where cores are short. For workers whose answers may wait: the main thread passes tokens on.
 *
 * Only Linux has a priority per thread: elsewhere it would be that of the whole process, so nothing is done there.
 */
export function stepBack(): void {
  if (process.platform !== 'linux') return;
  try {
    // 0 is the thread that asks (https://man7.org/linux/man-pages/man2/setpriority.2.html, "C library/kernel differences").
    setPriority(0, Math.min(getPriority(0) + STEPS, LOWEST));
  } catch {
    // A sandbox may forbid it. Then it is as fast as without.
  }
}

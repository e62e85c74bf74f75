import { setTimeout as wait } from 'node:timers/promises';

const LIMIT_MS = 20_000;

/** Asks again and again until there is a value, and gives it. Rejects after some seconds, saying what was awaited. */
export async function eventually<Value>(
  what: string,
  find: () => Value | undefined | Promise<Value | undefined>,
): Promise<Value> {
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    const value = await find();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${LIMIT_MS} ms`);
    await wait(10);
  }
}

/** Asks again and again until it is so. Rejects after some seconds, saying what was awaited. */
export async function until(isSo: () => boolean | Promise<boolean>, what = String(isSo)): Promise<void> {
  await eventually(what, async () => (await isSo()) || undefined);
}

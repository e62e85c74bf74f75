const LOOK_MS = 500;

/**
 * Calls back once when the process that started this one is gone. npx runs a program in a shell that dies of a signal
 * without passing it on; without this the gateway would outlive it and keep the port.
 */
export function whenOrphaned(host: { readonly ppid: number }, callback: () => void): void {
  const parent = host.ppid;
  const watch = setInterval(() => {
    if (host.ppid === parent) return;
    clearInterval(watch);
    callback();
  }, LOOK_MS);
  watch.unref();
}

const REFERENCE = /\$\{([^}]*)\}/g;

/**
 * Replaces each `${NAME}` by the environment's variable of that name.
 * @returns the text, and the names that are not set, each once
 */
export function substitute(
  text: string,
  environment: NodeJS.ProcessEnv,
): { value: string; missing: readonly string[] } {
  const missing = new Set<string>();
  const value = text.replace(REFERENCE, (reference, name: string) => {
    const found = Object.hasOwn(environment, name) ? environment[name] : undefined;
    if (found === undefined) missing.add(name);
    return found ?? reference;
  });
  return { value, missing: [...missing] };
}

/** The command line: `--name value`. */
export function option(name: string, fallback: string): string {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback);
}

/** A list separated by commas. */
export function listOption(name: string, fallback: readonly string[]): readonly string[] {
  return option(name, fallback.join(',')).split(',');
}

/** A positive number; ends the program with a sentence otherwise. */
export function numberOption(name: string, fallback: number): number {
  const value = Number(option(name, String(fallback)));
  if (value > 0) return value;
  console.error(`--${name} must be a number above 0.`);
  process.exit(2);
}

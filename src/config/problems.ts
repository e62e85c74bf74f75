/** What is wrong with a configuration file, and how it is told. */

/** Keys and indexes from the root of the file. */
export type KeyPath = readonly (string | number)[];

/** Both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Problem {
  readonly place: Place;
  /** Empty for the file as a whole. */
  readonly path: KeyPath;
  /** What was expected and what stands there; never a secret. */
  readonly message: string;
}

const MOST_SHOWN = 100;

/** The path as the user would write it: `platforms[0].base_url`. */
export function pathText(path: KeyPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

/** All problems as one message, in the order of the file, a line for each. */
export function problemReport(file: string, problems: readonly Problem[]): string {
  const sorted = [...problems].sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  const lines = sorted
    .slice(0, MOST_SHOWN)
    .map((problem) => `  ${placeText(file, problem.place, problem.path)}: ${problem.message}`);
  if (sorted.length > MOST_SHOWN) lines.push(`  … and ${sorted.length - MOST_SHOWN} more.`);
  const count = sorted.length === 1 ? '1 problem' : `${sorted.length} problems`;
  return `The configuration file has ${count}. Nothing of it was applied.\n${lines.join('\n')}`;
}

/** `redwolf.yaml:4:7 platforms[0].base_url` */
export function placeText(file: string, place: Place, path: KeyPath): string {
  const position = `${file}:${place.line}:${place.column}`;
  return path.length === 0 ? position : `${position} ${pathText(path)}`;
}

/** Writes a configuration as the text of a file: secrets as names of environment variables, never themselves. */

import { stringify } from 'yaml';
import { Secret } from '../lib/secret.ts';
import type { Config } from './config.ts';
import { fromConfig, isSection, type Part } from './from-config.ts';

const LINE_WIDTH = 120;
/** Text that would be taken for the name of a variable: a dollar sign comes from one itself. */
const DOLLAR = 'REDWOLF_DOLLAR';

/** What must be set for a file to be read. */
interface Variable {
  readonly name: string;
  /** Where the secret stands. */
  readonly what: string;
}

/**
 * @param config what holds
 * @param notes sentences for the head of the file
 */
export function writeFile(config: Config, notes: readonly string[]): string {
  const variables = new Variables();
  const value = written(fromConfig(config), [], variables);
  // Names of models are in the notes: one of several lines would not end with its comment.
  const lines = [...notes, ...variables.described()].map((line) => line.replace(/\p{Cc}+/gu, ' '));
  const comment = lines.map((line) => (line === '' ? '#' : `# ${line}`));
  return `${comment.join('\n')}\n\n${stringify(value, { lineWidth: LINE_WIDTH })}`;
}

type Path = readonly string[];
type Plain = string | number | boolean | readonly Plain[] | { readonly [name: string]: Plain };

/** @param path by names: an entry of a list is called by its id or name where it has one */
function written(part: Part, path: Path, variables: Variables): Plain {
  if (part instanceof Secret) return variables.take(path);
  if (typeof part === 'string') return variables.escape(part);
  if (Array.isArray(part))
    return part.map((item: Part, index) => written(item, [...path, nameOf(item, index)], variables));
  if (!isSection(part)) return part as number | boolean;
  const entries = Object.entries(part).flatMap(([name, value]): [string, Plain][] =>
    value === undefined ? [] : [[name, written(value, [...path, name], variables)]],
  );
  return Object.fromEntries(entries);
}

function nameOf(item: Part, index: number): string {
  const name = isSection(item) ? (item['id'] ?? item['name']) : undefined;
  return typeof name === 'string' ? name : String(index + 1);
}

class Variables {
  readonly #taken: Variable[] = [];
  #needsDollar = false;

  /** What stands in the file in place of the secret. */
  take(path: Path): string {
    const plain = plainName(path);
    let name = plain;
    for (let count = 2; this.#taken.some((other) => other.name === name); count++) name = `${plain}_${count}`;
    this.#taken.push({ name, what: path.join(' › ') });
    return `\${${name}}`;
  }

  escape(text: string): string {
    if (!text.includes('${')) return text;
    this.#needsDollar = true;
    return text.replaceAll('${', `\${${DOLLAR}}{`);
  }

  described(): string[] {
    const dollar = { name: DOLLAR, what: 'a dollar sign: $' };
    const all = this.#needsDollar ? [...this.#taken, dollar] : this.#taken;
    if (all.length === 0) return [];
    return ['', 'Set these environment variables before you start redwolf with it:', ...all.map(lineOf)];
  }
}

function lineOf({ name, what }: Variable): string {
  return `  ${name}  (${what})`;
}

/** `DEEPSEEK_API_KEY` for `platforms › deepseek › api_key`. */
function plainName([root = '', ...rest]: Path): string {
  const parts = root === 'platforms' ? rest : ['redwolf', root, ...rest];
  const words = parts.map((part) => part.toUpperCase().replace(/[^A-Z0-9]+/g, '_'));
  const name = words
    .map((word) => word.replace(/^_+|_+$/g, ''))
    .filter((word) => word !== '')
    .join('_');
  // A shell takes no name that begins with a digit.
  return /^[A-Z]/.test(name) ? name : `REDWOLF_${name}`;
}

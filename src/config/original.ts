import type { KeyPath } from './problems.ts';
import { isSection } from './report.ts';

/** Keys of the section `routing`, by their names at the root of a file of the original's form. */
const AT_ROOT: Readonly<Record<string, string>> = {
  config_type: 'mode',
  model_priority_list: 'model_priority_list',
  claude_code_platforms: 'claude_code_platforms',
  routing_models: 'routing_models',
  scenes: 'scenes',
};

/**
 * The program that redwolf replaces documents files whose root is what is `routing` here, told by `config_type`, which
 * is our `mode`. Such a file is read as if it had the section.
 * @returns the value in our form, and the way from a path of it back to the file
 */
export function fromOriginal(value: unknown): { value: unknown; toFilePath: (path: KeyPath) => KeyPath } {
  if (!isSection(value) || value['config_type'] === undefined || value['routing'] !== undefined) {
    return { value, toFilePath: (path) => path };
  }
  const root: Record<string, unknown> = {};
  const routing: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) {
    const name = Object.hasOwn(AT_ROOT, key) ? AT_ROOT[key] : undefined;
    if (name === undefined) root[key] = part;
    else routing[name] = part;
  }
  return { value: { ...root, routing }, toFilePath };
}

function toFilePath(path: KeyPath): KeyPath {
  const [section, key, ...rest] = path;
  if (section !== 'routing' || key === undefined) return path;
  return [key === 'mode' ? 'config_type' : key, ...rest];
}

/** What to say of a key of `routing` that stands at the root; undefined for any other key. */
export function misplacedRoutingKey(key: string): string | undefined {
  if (key === 'config_type') return 'the file has a section "routing", so write this there as "mode"';
  if (key !== 'mode' && !Object.hasOwn(AT_ROOT, key)) return undefined;
  return `write this into the section "routing"`;
}

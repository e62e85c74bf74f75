import type { SourceFile } from '../architecture/source.ts';
import { lineAt } from '../architecture/source.ts';

/** Attributes whose values somebody reads or hears. */
const SPOKEN = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label', 'about', 'hint']);
/** Signs and names that are the same in every language. */
const NO_WORDS = /^[^\p{L}]*$|^redwolf$/u;

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

/** Words that a page shows and that do not come from the files of texts, one sentence each. */
export function textsInCode({ path, text, parsed }: SourceFile): readonly string[] {
  if (!path.endsWith('.tsx')) return [];
  const found: string[] = [];
  const say = (node: Node, words: string) =>
    found.push(`${path}:${lineAt(text, node.start)} says “${words.trim()}” itself.`);
  walk(parsed.program as unknown as Node, (node) => {
    const words = wordsOf(node);
    if (words !== undefined && !NO_WORDS.test(words)) say(node, words);
  });
  return found;
}

function wordsOf(node: Node): string | undefined {
  if (node.type === 'JSXText') return String(node['value']);
  if (node.type !== 'JSXAttribute') return undefined;
  const name = node['name'] as { readonly name?: unknown };
  const value = node['value'] as { readonly type?: string; readonly value?: unknown } | null;
  return SPOKEN.has(String(name.name)) && value?.type === 'Literal' ? String(value.value) : undefined;
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === 'object' && child !== null && 'type' in child) walk(child as Node, visit);
    }
  }
}

/** What a text looks like beside its words. A file is told by its ending. */

const FILE =
  /[\w/-]\.(tsx?|jsx?|py|go|rs|java|kt|cpp|c|h|css|scss|html|md|json|ya?ml|sql|csv|sh|vue|php|rb|swift|toml|txt|xlsx?|docx?|pptx?|pdf|log|ipynb|tex)\b/gi;

const SHAPES: readonly (readonly [string, RegExp])[] = [
  ['ticket', /\b[A-Z]{2,6}-\d+/],
  ['address', /https?:\/\//],
  ['issue', /(?:^|\s)#\d+/],
  ['code', /`/],
  ['flag', /(?:^|\s)--?[a-z]/],
  ['identifier', /[a-z][A-Z]|\w_\w|\(\)/],
  ['path', /(?:^|\s)\/[a-z]/],
  ['emoji', /[\u{1f300}-\u{1faff}\u{2600}-\u{27bf}]/u],
  ['capital first', /^[A-Z]/],
  ['full stop last', /[.。]\s*$/],
  ['lines', /\n/],
  ['list', /^\s*[-*\d]/m],
  ['quote', /["“「]/],
  ['dots', /\.\.\.|…/],
];

/** Names of what is there, each once but the endings of files. */
export function shapesOf(text: string): readonly string[] {
  const shapes = SHAPES.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
  const files = Array.from(text.matchAll(FILE), ([, ending = '']) => `file ${ending.toLowerCase()}`);
  return [...shapes, ...files];
}

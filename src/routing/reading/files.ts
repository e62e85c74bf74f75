import type { JsonView } from '../../lib/json-view.ts';

const MOST_BYTES = 2_000;

// `"file_path": "…"`, in JSON as such and in JSON as text; names as Claude Code, opencode, qwen-code and others have them.
const PATH_FIELD =
  /"(?:file_?path|path|notebook_path|absolute_path|target_file|file_?name|file|uri)"\s*:\s*"((?:[^"\\]|\\.){1,300})"/gi;
const PATCHED_FILE = /\*\*\* (?:Update|Add|Delete) File: ([^\n\\]{1,300})/g;
const COMMAND = /"(?:command|cmd)"\s*:/;
// Of a command, what may be a path.
const WORD = /[\w@~./-]+/g;
const EXTENSION = /\.([A-Za-z][A-Za-z0-9]{0,7})$/;

/** The files that a tool was called with. */
export function filesIn(input: JsonView | undefined): string[] {
  if (input === undefined) return [];
  const text = input.isText ? input.text(MOST_BYTES) : input.raw(MOST_BYTES).toString('utf8');
  const paths = [...matches(text, PATH_FIELD), ...matches(text, PATCHED_FILE)];
  if (paths.length === 0 && COMMAND.test(text)) paths.push(...(text.match(WORD) ?? []));
  return paths;
}

/** In lower case and without the dot; undefined where there is none. */
export function extensionOf(file: string): string | undefined {
  return EXTENSION.exec(file)?.[1]?.toLowerCase();
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

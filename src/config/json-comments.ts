/**
 * Makes JSON with `//` comments readable as YAML, of which JSON is a part: each comment becomes blanks, so that lines and
 * columns stay where they are. A `//` right after a colon is part of an address and stays.
 */
export function blankComments(text: string): string {
  return text.replace(STRING_OR_COMMENT, (piece) => (piece.startsWith('//') ? ' '.repeat(piece.length) : piece));
}

const STRING_OR_COMMENT = /"(?:[^"\\]|\\[\s\S])*"|(?<!:)\/\/[^\r\n]*/g;

/** Tells by its name or its first character whether a file is JSON. */
export function isJson(file: string, text: string): boolean {
  return /\.jsonc?$/i.test(file) || /^\s*(\{|\/\/)/.test(text);
}

/**
 * Makes JSON with `//` comments readable as YAML, of which JSON is a part. A comment ends its line, so that everything
 * else stays where it is. A `//` right after a colon is part of an address and stays too.
 */
export function withoutComments(text: string): string {
  return text.replace(STRING_OR_COMMENT, (piece) => (piece.startsWith('//') ? '' : piece));
}

const STRING_OR_COMMENT = /"(?:[^"\\]|\\[\s\S])*"|(?<!:)\/\/[^\r\n]*/g;

/** Tells by its name or its first character whether a file is JSON. */
export function isJson(file: string, text: string): boolean {
  return /\.jsonc?$/i.test(file) || /^\s*(\{|\/\/)/.test(text);
}

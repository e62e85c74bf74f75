/** Headers as Node and undici give them: lower-case names, repeated ones as arrays. */
export type IncomingHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** The first value of a header, or undefined. `name` in lower case. */
export function header(headers: IncomingHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

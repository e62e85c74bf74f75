import { isUtf8 } from 'node:buffer';

/** A request as a command line sends it. */
export interface CurlRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Headers whose values are not known here: name → what stands before the secret, and the variable that holds it. */
  readonly secrets: Readonly<Record<string, SecretPlace>>;
  readonly body: Buffer;
}

export interface SecretPlace {
  /** Such as `Bearer `. */
  readonly before: string;
  readonly variable: string;
  /** What the shell says where the variable is not set. */
  readonly hint: string;
}

const BASE64_LINE = 76;
// A line end is the only control character that a terminal takes as it is.
const CONTROLS = /[^\P{Cc}\n]/u;

/**
 * A command for a POSIX shell, to be pasted: whatever the body holds, the shell takes nothing in it for its own, and curl sends
 * exactly these bytes. A body with control characters, or that is no text, goes as base64.
 */
export function curlCommand({ method, url, headers, secrets, body }: CurlRequest): string {
  const options = [
    `-X ${quoted(method)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`),
    ...Object.entries(secrets).map(([name, secret]) => `-H ${secretHeader(name, secret)}`),
    '--data-binary @-',
  ];
  return `${printed(body)} |\n  curl -sS ${quoted(url)} \\\n  ${options.join(' \\\n  ')}\n`;
}

/** A command whose output is the body. printf is built into shells, so that a long body is no argument of a program. */
function printed(body: Buffer): string {
  if (isUtf8(body)) {
    const text = body.toString();
    if (!CONTROLS.test(text)) return `printf '%s' ${quoted(text)}`;
  }
  const lines = body.toString('base64').match(new RegExp(`.{1,${BASE64_LINE}}`, 'g')) ?? [];
  return `printf '%s' ${quoted(lines.join('\n'))} |\n  base64 -d`;
}

/** Only the variable is read by the shell, which says the hint where it is not set. */
function secretHeader(name: string, { before, variable, hint }: SecretPlace): string {
  return `${quoted(`${name}: ${before}`)}"\${${variable}:?${hint}}"`;
}

/** One word for the shell: in single quotes nothing is special but their end. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

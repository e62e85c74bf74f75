import type { LogProblem } from '../admin/contract/status.ts';
import { asNumber, asString, isObject, type Json } from '../lib/json.ts';

const MOST = 20;
const LONGEST = 1_000;
/** Of pino: warnings and what is worse. */
const LEAST_LEVEL = 40;
const ERROR_LEVEL = 50;
const BEGINNING = /^\{"level":(\d+)/;

// What looks like a key, and passwords in addresses: whoever logs something may not know what stands in it.
const LIKE_SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:sk|rw|pk|lxs|gsk|xai|key|nvapi|gh[a-z]|hf)[-_][\w-]{8,}/gi, '[secret]'],
  [/\b(?:AIza|ya29\.)[\w-]{8,}|\beyJ[\w-]{8,}(?:\.[\w-]*)*/g, '[secret]'],
  [/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/gi, '[secret]'],
  // Names of files and models have a stroke or a dot before they get as long.
  [/\b(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{24,}(?:\.[a-z\d]{8,})?\b/gi, '[secret]'],
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 [secret]'],
  [/\b(authorization|(?:x-)?api[-_]?key|password)(["']?\s*[:=]\s*["']?)[^\s"',;&[]+/gi, '$1$2[secret]'],
  [/([?&;\s](?:key|token|secret|pass|passwd|pwd|access_token|sig|signature)=)[^\s"',;&[]+/gi, '$1[secret]'],
  [/(\/\/)[^/\s]*@/g, '$1[secret]@'],
];

/** The last warnings and errors of the log, for those who look at the state of the gateway. */
export class LogMemory {
  #problems: LogProblem[] = [];

  /** @param line as it was written, after the log itself has hidden what it knows to be secret */
  take(line: string): void {
    // Most lines tell of nothing wrong, and need not be parsed.
    if (Number(BEGINNING.exec(line)?.[1] ?? 0) < LEAST_LEVEL) return;
    const problem = problemOf(line);
    if (problem !== undefined) this.#problems = [problem, ...this.#problems].slice(0, MOST);
  }

  /** Newest first. */
  recent(): readonly LogProblem[] {
    return this.#problems;
  }
}

function problemOf(line: string): LogProblem | undefined {
  const entry: Json = JSON.parse(line);
  if (!isObject(entry)) return undefined;
  const { err } = entry;
  const cause = isObject(err) ? asString(err['message']) : undefined;
  const text = [asString(entry['msg']), cause].filter((part) => part !== undefined && part !== '').join(': ');
  const level = (asNumber(entry['level']) ?? 0) >= ERROR_LEVEL ? 'error' : 'warning';
  return { at: Date.parse(asString(entry['time']) ?? ''), level, text: hidden(text).slice(0, LONGEST) };
}

function hidden(text: string): string {
  return LIKE_SECRETS.reduce((clean, [pattern, instead]) => clean.replace(pattern, instead), text);
}

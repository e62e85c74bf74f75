import { ApiError } from './client.ts';

interface Problem {
  readonly path: string;
  readonly message: string;
}

/** What is wrong with the fields of a form, in the gateway's words. */
export function problemsOf(error: unknown): readonly Problem[] {
  if (!(error instanceof ApiError) || typeof error.details !== 'object' || error.details === null) return [];
  const problems: unknown = Reflect.get(error.details, 'problems');
  return Array.isArray(problems) ? problems.filter(isProblem) : [];
}

/** The one of a field, or of a part of it: `headers` has that of `headers.x-team` too. */
export function problemAt(problems: readonly Problem[], ...fields: readonly string[]): string | undefined {
  const isOf = (path: string, field: string) => path === field || /^[.[]/.test(path.slice(field.length));
  return problems.find(({ path }) => fields.some((field) => path.startsWith(field) && isOf(path, field)))?.message;
}

/** Those that no field of the form shows. */
export function otherProblems(problems: readonly Problem[], fields: readonly string[]): readonly string[] {
  return problems
    .filter((problem) => problemAt([problem], ...fields) === undefined)
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
}

function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false;
  return typeof Reflect.get(value, 'path') === 'string' && typeof Reflect.get(value, 'message') === 'string';
}

import type { z } from 'zod';
import { readJson } from './body.ts';
import type { AdminContext } from './context.ts';
import { AdminError } from './errors.ts';

/**
 * The body of a request, checked against the contract.
 *
 * Rejects with AdminError INVALID_REQUEST, which names each wrong field and shows no value, as it may be a secret.
 */
export async function readRequest<Output>(context: AdminContext, schema: z.ZodType<Output>): Promise<Output> {
  return checked(await readJson(context), schema);
}

/** The same for a body that was read. Throws as that rejects. */
export function checked<Output>(body: unknown, schema: z.ZodType<Output>): Output {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  const sentences = problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  throw new AdminError(400, 'INVALID_REQUEST', `The body is not right. ${sentences.join(' · ')}`, {}, { problems });
}

/**
 * The version that a writer says it has seen: in the body, else in `If-Match` (`"7"`; `*` is any). Undefined: it does
 * not say.
 *
 * Throws AdminError INVALID_REQUEST.
 */
export function seenVersion(context: AdminContext, inBody: number | undefined): number | undefined {
  const header = context.req.header('if-match');
  if (inBody !== undefined || header === undefined || header === '*') return inBody;
  const text = /^(?:W\/)?"?(\d{1,15})"?$/.exec(header.trim())?.[1];
  if (text !== undefined) return Number(text);
  throw new AdminError(400, 'INVALID_REQUEST', 'If-Match holds a version, such as "7", or *.');
}

/** A whole number of the query, or the default. Throws AdminError INVALID_REQUEST. */
export function readNumber(context: AdminContext, name: string, least: number, most: number): number | undefined {
  const text = context.req.query(name);
  if (text === undefined) return undefined;
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new AdminError(400, 'INVALID_REQUEST', `"${name}" is a whole number from ${least} to ${most}.`);
}

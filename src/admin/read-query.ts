import { z } from 'zod';
import type { AdminContext } from './context.ts';
import { AdminError } from './errors.ts';

/**
 * The query of a request, checked against the contract: a name that is not in it is refused, as a filter with a wrong name
 * would let through what it shall keep out.
 *
 * Throws AdminError INVALID_REQUEST, which names each wrong field.
 */
export function readQuery<Shape extends z.ZodRawShape>(
  context: AdminContext,
  schema: z.ZodObject<Shape>,
): z.output<z.ZodObject<Shape>> {
  const result = schema.safeParse(valuesOf(context.req.queries(), schema));
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  const sentences = problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  throw new AdminError(400, 'INVALID_REQUEST', `The query is not right. ${sentences.join(' · ')}`, {}, { problems });
}

/** A list where the contract has one, else the one value; what comes twice stays a list, which is refused. */
function valuesOf(
  query: Readonly<Record<string, readonly string[]>>,
  schema: z.ZodObject,
): Record<string, string | readonly string[] | undefined> {
  return Object.fromEntries(
    Object.entries(query).map(([name, values]) => {
      const isOne = values.length === 1 && !isList(schema.shape[name]);
      return [name, isOne ? values[0] : values];
    }),
  );
}

function isList(schema: unknown): boolean {
  return schema instanceof z.ZodOptional ? isList(schema.unwrap()) : schema instanceof z.ZodArray;
}

/** Throws AdminError INVALID_REQUEST. */
export function readFlag(context: AdminContext, name: string): boolean {
  const value = context.req.query(name) ?? 'false';
  if (value === 'true' || value === 'false') return value === 'true';
  throw new AdminError(400, 'INVALID_REQUEST', `"${name}" is true or false.`);
}

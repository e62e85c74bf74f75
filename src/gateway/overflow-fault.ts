import type { Body } from '../lib/body.ts';
import { readField, scanObject } from '../lib/json-scan.ts';
import type { Target } from '../routing/plan.ts';
import { Fault, type OverflowSizes } from '../turn/fault.ts';
import type { Encoded } from './encode-attempt.ts';

const OUTPUT_FIELDS = ['max_completion_tokens', 'max_tokens', 'max_output_tokens'];

/**
 * A context overflow with the sizes that the platform did not tell, as far as they can be known here: the limit from what
 * is known of the model, the input from the sum that the platform named and the `max_tokens` that it was sent, else from
 * our estimate. Any other fault is given back as it is.
 */
export function completeOverflow(fault: Fault, { request, clientContext }: Encoded, { facts }: Target): Fault {
  if (fault.kind !== 'context_overflow') return fault;
  const told = fault.details.overflow ?? {};
  const limit = told.limit ?? facts.contextWindow;
  const overflow = {
    ...told,
    ...inputOf(told, limit, request.body, clientContext.estimatedInputTokens),
    ...(limit !== undefined && { limit }),
  };
  return new Fault(fault.kind, fault.status, fault.message, { ...fault.details, overflow });
}

function inputOf(told: OverflowSizes, limit: number | undefined, sent: Body, estimate: number): OverflowSizes {
  const { input, leastInput, total } = told;
  if (input !== undefined) return {};
  if (leastInput !== undefined) return { input: Math.max(leastInput, estimate) };
  if (total !== undefined) {
    const output = outputLimit(sent);
    return output === undefined || output >= total ? {} : { input: total - output, output };
  }
  // An estimate that is below the limit is wrong: the platform has counted.
  return limit !== undefined && estimate > limit ? { input: estimate } : {};
}

/** What a request allows its reply to have. */
function outputLimit(body: Body): number | undefined {
  const spans = scanObject(body);
  const values = OUTPUT_FIELDS.map((name) => readField(body, spans, name));
  return values.find((value) => typeof value === 'number');
}

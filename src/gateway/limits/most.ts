import { readField } from '../../lib/json-scan.ts';
import type { Target } from '../../routing/plan.ts';
import { priceOf } from '../../routing/price.ts';
import type { Amount } from '../../store/ports.ts';
import { costAtMost } from '../../turn/cost.ts';
import type { Call } from '../call.ts';
import { estimateInputTokens } from '../estimate-input.ts';

/** Where neither the client nor what is known of the model says how long a reply may become. */
const DEFAULT_OUTPUT_TOKENS = 16_384;
/** Where the clients' protocols say it: Anthropic's and older chat clients', OpenAI Chat's and Responses' own. */
const OUTPUT_FIELDS = ['max_tokens', 'max_completion_tokens', 'max_output_tokens'];

/** Tokens of the request, by its size; what a limit of tokens per minute counts until the call has ended. */
export function expectedInput(call: Call): number {
  return estimateInputTokens(call, true);
}

/** The most that a call can use at the dearest of its targets: all of its input, and the longest reply it may get. */
export function mostOf(call: Call, targets: readonly Target[]): Amount {
  const input = expectedInput(call);
  const asked = Math.min(...OUTPUT_FIELDS.map((name) => numberIn(call, name) ?? Number.POSITIVE_INFINITY));
  const replies = Math.max(1, numberIn(call, 'n') ?? 1);
  let tokens = 0;
  let nanoUsd = 0;
  for (const target of targets) {
    const longest = Math.min(asked, target.facts.maxOutputTokens ?? Number.POSITIVE_INFINITY);
    const output = (Number.isFinite(longest) ? longest : DEFAULT_OUTPUT_TOKENS) * replies;
    tokens = Math.max(tokens, input + output);
    nanoUsd = Math.max(nanoUsd, costAtMost(input, output, priceOf(target)?.price) ?? 0);
  }
  return { tokens, nanoUsd };
}

/** A field that is no number is the platform's to refuse. */
function numberIn(call: Call, name: string): number | undefined {
  if (!call.head.spans.fields.has(name)) return undefined;
  const value = readField(call.request.body, call.head.spans, name);
  return typeof value === 'number' && value > 0 ? value : undefined;
}

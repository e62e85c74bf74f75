import type { JsonView } from '../../lib/json-view.ts';
import { contentTexts, saidAt } from './conversation.ts';
import type { RequestView } from './request-view.ts';

// Claude Code's first block: what it says changes with the conversation, and with the kind of agent.
const BILLING = 'x-anthropic-billing-header';
const BILLING_BYTES = 400;

/** The system text of a request, block by block, without Claude Code's billing header. */
export function* systemTexts(request: RequestView): Generator<JsonView> {
  const field = request.field(request.protocol === 'openai-responses' ? 'instructions' : 'system');
  for (const text of contentTexts(field)) {
    if (!text.beginning(BILLING_BYTES).startsWith(BILLING)) yield text;
  }
  for (let index = 0; ; index++) {
    const said = saidAt(request, index);
    if (said?.role !== 'system') return;
    for (const part of said.parts()) if (part.kind === 'text') yield part.text;
  }
}

/** Claude Code's billing header; empty if there is none. */
export function billingHeader(request: RequestView): string {
  if (request.protocol !== 'anthropic-messages') return '';
  for (const first of contentTexts(request.field('system'))) {
    const text = first.beginning(BILLING_BYTES);
    return text.startsWith(BILLING) ? text : '';
  }
  return '';
}

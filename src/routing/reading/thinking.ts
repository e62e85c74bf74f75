import { asBoolean, asString } from '../../lib/json.ts';
import type { JsonView } from '../../lib/json-view.ts';
import { wordOf } from './conversation.ts';
import type { RequestView } from './request-view.ts';

const NO_EFFORTS: ReadonlySet<string> = new Set(['none', 'minimal']);

/** Whether the client wants the model to think before it answers, and how much; null where it does not say. */
export interface ThinkingWish {
  readonly thinks: boolean;
  readonly effort: string | null;
}

/** Every protocol's fields are looked for: clients of OpenAI's chat send several vendors' at once. */
export function thinkingWish(request: RequestView): ThinkingWish {
  const reasoning = request.field('reasoning');
  const effort =
    word(request.field('output_config'), 'effort') ??
    word(reasoning, 'effort') ??
    asString(request.field('reasoning_effort')?.json()) ??
    null;
  const type = word(request.field('thinking'), 'type');
  const switched = type === undefined ? asBoolean(request.field('enable_thinking')?.json()) : type !== 'disabled';
  const byEffort = reasoning !== undefined || (effort !== null && request.protocol !== 'anthropic-messages');
  return { effort, thinks: switched ?? (byEffort && !NO_EFFORTS.has(effort ?? '')) };
}

function word(view: JsonView | undefined, name: string): string | undefined {
  return view === undefined ? undefined : wordOf(view, name) || undefined;
}

import { Body } from '../lib/body.ts';
import { RedwolfError } from '../lib/errors.ts';
import type { IncomingHeaders } from '../lib/headers.ts';
import { isList, readField, scanObject } from '../lib/json-scan.ts';
import { anthropicMessages } from '../protocols/anthropic-messages/codec.ts';
import type { RequestHead } from '../protocols/codec.ts';
import { refName } from '../routing/catalog.ts';
import type { Intent } from '../routing/intent/intents.ts';
import { readRequest } from '../routing/reading/read-request.ts';
import { readWhole, type WholeReading } from '../routing/reading/read-whole.ts';
import { type RequestView, viewRequest } from '../routing/reading/request-view.ts';
import { route } from '../routing/router.ts';
import type { Routing } from '../routing/routing.ts';
import { decide, type Question } from '../routing/smart/decide.ts';
import { type DecisionRecord, decisionRecord, MOST_MODELS } from '../routing/smart/decision-record.ts';
import { badRequest, Fault } from '../turn/fault.ts';
import type { ClientKey } from './limits/client-key.ts';
import { mayAsk, withinScenes } from './limits/policy.ts';
import { wantsJudge } from './smart-sessions.ts';

/** What smart routing would decide. `pin`: the request names its model. */
export interface Preview extends Omit<DecisionRecord, 'source' | 'intent'> {
  readonly intent: Intent;
  readonly source: DecisionRecord['source'] | 'pin';
  /** `platform:model` that would be asked first; null where no model is configured. */
  readonly model: string | null;
  /** A call would be put to a judge, whose word would hold. */
  readonly asksJudge: boolean;
}

/** What a preview is asked with. */
export interface PreviewRequest {
  /** `{text}`, or a request in the form of Anthropic's Messages API; what it does not say need not be there. */
  readonly body: Body;
  /** Those that tell of the client, as with a call. */
  readonly headers: IncomingHeaders;
  /** Whose it is: what it may not use is left out. */
  readonly key?: ClientKey;
  /** UTC milliseconds. */
  readonly now: number;
}

const ABOUT_BODY = 'Send {"text": "…"}, or {"messages": […]} in the form of the Messages API.';

/**
 * What smart routing would decide of a request, in whatever mode redwolf is. No platform is asked, nothing is kept, and
 * nothing is known of a session.
 *
 * @throws Fault invalid_request for a body that is none, not_found for a pinned model that is disabled, permission for what the
 *   key may not use
 */
export function preview(routing: Routing, { body, headers, key, now }: PreviewRequest): Preview {
  const { head, view } = readPreview(body, headers);
  const reading = readRequest(view);
  let whole: WholeReading | undefined;
  const question: Question = {
    reading,
    whole() {
      whole ??= readWhole(view);
      return whole;
    },
    state: undefined,
    now,
  };
  return refusing(() => {
    const smart = withinScenes({ ...routing, mode: 'smart_routing' }, key, head.model);
    return previewOf(smart, key, head.model, question);
  });
}

function previewOf(routing: Routing, key: ClientKey | undefined, model: string, question: Question): Preview {
  const plan = route(routing, { model, caller: 'anthropic-messages', question });
  const targets = key === undefined ? plan.targets : plan.targets.filter((target) => mayAsk(key, target));
  const models = targets.slice(0, MOST_MODELS).map(refName);
  const smart = routing.smart();
  const decision = plan.decision ?? decide(smart, question);
  const record = { ...decisionRecord(decision), intent: decision.intent };
  const asksJudge = plan.source !== 'pin' && wantsJudge(decision, smart);
  const found = { ...record, models, model: models[0] ?? null, asksJudge };
  if (plan.source !== 'pin') return found;
  const reason = { code: 'pin', text: 'The client names the model itself.' };
  return { ...found, source: 'pin', reasons: [reason], runnerUp: null };
}

/** Names in the configuration are looked up when smart routing is first asked for. */
function refusing<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof RedwolfError) throw badRequest(error.message);
    throw error;
  }
}

function readPreview(body: Body, headers: IncomingHeaders): { readonly head: RequestHead; readonly view: RequestView } {
  const asked = asMessages(body);
  const head = anthropicMessages.readHead(asked);
  const view = viewRequest({
    protocol: 'anthropic-messages',
    path: '/v1/messages',
    headers,
    body: asked,
    spans: head.spans,
  });
  return { head, view };
}

/** Text alone is a message of the user's. */
function asMessages(body: Body): Body {
  const { spans, text, model } = readText(body);
  if (text === undefined) {
    if (!isList(body, spans, 'messages')) throw badRequest(ABOUT_BODY);
    return body;
  }
  if (typeof text !== 'string' || spans.fields.has('messages')) throw badRequest(ABOUT_BODY);
  const others = ['system', 'tools'].filter((name) => spans.fields.has(name));
  const fields = Object.fromEntries(others.map((name) => [name, readField(body, spans, name)]));
  const messages = [{ role: 'user', content: text }];
  return Body.of(Buffer.from(JSON.stringify({ ...fields, model, messages })));
}

function readText(body: Body) {
  try {
    const spans = scanObject(body);
    return { spans, text: readField(body, spans, 'text'), model: readField(body, spans, 'model') };
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw badRequest(`The body is not valid JSON. ${ABOUT_BODY}`);
  }
}

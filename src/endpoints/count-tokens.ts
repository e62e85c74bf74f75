import type { Identity } from '../gateway/call.ts';
import { candidatesFor } from '../gateway/candidates.ts';
import { exchange } from '../gateway/exchange.ts';
import type { Candidate } from '../gateway/health.ts';
import { mayAsk } from '../gateway/limits/policy.ts';
import { requestFault } from '../gateway/request-fault.ts';
import { authHeaders } from '../gateway/upstream-headers.ts';
import type { Body } from '../lib/body.ts';
import type { IncomingHeaders } from '../lib/headers.ts';
import { isObject } from '../lib/json.ts';
import { spliceFields } from '../lib/json-scan.ts';
import { anthropicMessages } from '../protocols/anthropic-messages/codec.ts';
import type { RequestHead } from '../protocols/codec.ts';
import type { Target } from '../routing/plan.ts';
import { route } from '../routing/router.ts';
import { countTokens as estimate } from '../turn/count-tokens.ts';
import { requestSize } from '../turn/request-size.ts';
import { authenticateRequest } from './authenticate-request.ts';
import { believedWindow } from './believed-window.ts';
import type { Endpoint, EndpointPorts } from './endpoint.ts';
import { readBody } from './read-body.ts';
import { sendJson } from './send-json.ts';

/**
 * How many tokens a request has. An Anthropic upstream is asked; for any other, or if it does not answer, it is
 * estimated, by what was learned of the model. It costs nothing and is no call: no row, no limits (Claude Code asks dozens
 * of times within milliseconds).
 *
 * Claude Code compares the answer with the window that it believes the model to have. Where the real one is smaller the
 * answer is larger by as much, so that the part of the window that is in use is true.
 */
export const countTokens: Endpoint = {
  id: 'count-tokens',
  methods: ['POST'],
  path: '/v1/messages/count_tokens',
  codec: anthropicMessages,
  async handle({ request, response, query }, ports) {
    const { headers } = request;
    const identity = await authenticateRequest(headers, ports);
    const body = await readBody(request, ports.maxBodyBytes);
    const head = anthropicMessages.readHead(body);
    const candidate = firstCandidate(head.model, identity, ports);
    const counted = candidate && (await askUpstream({ headers, query, body, head, identity, candidate }, ports));
    const count = counted ?? { input_tokens: estimateFor(body, candidate?.target, ports) };
    const scale = candidate === undefined ? 1 : scaleFor(headers, head.model, candidate.target);
    sendJson(response, 200, scale === 1 ? count : { ...count, input_tokens: Math.ceil(count.input_tokens * scale) });
  },
};

/** Who would answer; undefined if the key may ask none of those who could. */
function firstCandidate(model: string, identity: Identity, ports: EndpointPorts): Candidate | undefined {
  const plan = route(ports.routing(), { model, caller: 'anthropic-messages' });
  const { key } = identity;
  const targets = key === undefined ? plan.targets : plan.targets.filter((target) => mayAsk(key, target));
  return targets.length === 0 ? undefined : candidatesFor({ ...plan, targets }, identity)[0];
}

function estimateFor(body: Body, target: Target | undefined, { calibration }: EndpointPorts): number {
  const rates = target && calibration.ratesOf(target.upstream.id, target.model);
  try {
    return estimate(requestSize(anthropicMessages.decodeRequest(body.whole())), rates);
  } catch (error) {
    throw requestFault(error);
  }
}

/** How much smaller the model's window is than the client believes; 1 where it is not, or nothing is known. */
function scaleFor(headers: IncomingHeaders, model: string, { facts }: Target): number {
  const believed = believedWindow(headers, model);
  return believed === undefined || facts.contextWindow === undefined ? 1 : Math.max(1, believed / facts.contextWindow);
}

interface Question {
  readonly headers: IncomingHeaders;
  readonly query: string;
  readonly body: Body;
  readonly head: RequestHead;
  readonly identity: Identity;
  readonly candidate: Candidate;
}

interface Count {
  readonly input_tokens: number;
}

/** The target's own count; undefined if it speaks another protocol or does not give one. */
async function askUpstream(question: Question, ports: EndpointPorts): Promise<Count | undefined> {
  if (question.candidate.target.channel.protocol !== 'anthropic-messages') return undefined;
  const reply = await exchange(ports.upstream, ports.clock, upstreamRequest(question)).catch(() => undefined);
  if (reply?.status !== 200) return undefined;
  const count: unknown = parse(reply.body);
  return isCount(count) ? count : undefined;
}

function isCount(value: unknown): value is Count {
  return isObject(value) && typeof value['input_tokens'] === 'number';
}

function upstreamRequest(question: Question): Parameters<typeof exchange>[2] {
  const { candidate } = question;
  const { target } = candidate;
  const { url } = target.channel;
  return {
    platform: target.upstream.id,
    origin: url.origin,
    method: 'POST',
    path: `${url.path}/count_tokens${question.query}`,
    headers: {
      'content-type': 'application/json',
      ...anthropicMessages.upstreamHeaders(question.headers),
      ...authHeaders(question.headers, question.identity, candidate),
    },
    body: spliceFields(question.body, question.head.spans, new Map([['model', JSON.stringify(target.model)]])),
    timeouts: target.upstream.timeouts,
    proxy: target.upstream.proxy,
  };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

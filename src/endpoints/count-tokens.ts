import type { Identity } from '../gateway/call.ts';
import { candidatesFor } from '../gateway/candidates.ts';
import { exchange } from '../gateway/exchange.ts';
import type { Candidate } from '../gateway/health.ts';
import { mayAsk } from '../gateway/limits/policy.ts';
import { requestFault } from '../gateway/request-fault.ts';
import { authHeaders } from '../gateway/upstream-headers.ts';
import type { Body } from '../lib/body.ts';
import { spliceFields } from '../lib/json-scan.ts';
import { anthropicMessages } from '../protocols/anthropic-messages/codec.ts';
import type { RequestHead } from '../protocols/codec.ts';
import { route } from '../routing/router.ts';
import { countTokens as estimate } from '../turn/count-tokens.ts';
import { authenticateRequest } from './authenticate-request.ts';
import type { Endpoint, EndpointPorts, EndpointRequest } from './endpoint.ts';
import { readBody } from './read-body.ts';
import { sendJson } from './send-json.ts';

/**
 * How many tokens a request has. An Anthropic upstream is asked; for any other, or if it does not answer, it is
 * estimated. It costs nothing and is no call: no row, no limits (Claude Code asks dozens of times within milliseconds).
 */
export const countTokens: Endpoint = {
  id: 'count-tokens',
  methods: ['POST'],
  path: '/v1/messages/count_tokens',
  codec: anthropicMessages,
  async handle({ request, response, query }, ports) {
    const identity = await authenticateRequest(request.headers, ports);
    const body = await readBody(request, ports.maxBodyBytes);
    const head = anthropicMessages.readHead(body);
    const counted = await askUpstream({ headers: request.headers, query, body, head, identity }, ports);
    sendJson(response, 200, counted ?? { input_tokens: estimateFor(body) });
  },
};

function estimateFor(body: Body): number {
  try {
    return estimate(anthropicMessages.decodeRequest(body.whole()));
  } catch (error) {
    throw requestFault(error);
  }
}

interface Question {
  readonly headers: EndpointRequest['request']['headers'];
  readonly query: string;
  readonly body: Body;
  readonly head: RequestHead;
  readonly identity: Identity;
}

/** The first target's own count; undefined if it speaks another protocol or does not give one. */
async function askUpstream(question: Question, ports: EndpointPorts): Promise<object | undefined> {
  const plan = route(ports.routing(), question.head.model, 'anthropic-messages');
  const { key } = question.identity;
  const targets = key === undefined ? plan.targets : plan.targets.filter((target) => mayAsk(key, target));
  if (targets.length === 0) return undefined;
  const [candidate] = candidatesFor({ ...plan, targets }, question.identity);
  if (candidate?.target.channel.protocol !== 'anthropic-messages') return undefined;
  const reply = await exchange(ports.upstream, ports.clock, upstreamRequest(question, candidate)).catch(
    () => undefined,
  );
  if (reply?.status !== 200) return undefined;
  const count: unknown = parse(reply.body);
  return typeof count === 'object' && count !== null && 'input_tokens' in count ? count : undefined;
}

function upstreamRequest(question: Question, candidate: Candidate): Parameters<typeof exchange>[2] {
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

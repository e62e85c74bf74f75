/**
 * npm run fake-platform -- TYPE [--port PORT] [--fault FAULT]: a platform of that type to try redwolf on by hand. It
 * answers "hello", refuses what the real one refuses, and with --fault fails as told. Ends on Ctrl-C.
 */

import { parseArgs } from 'node:util';
import { PLATFORMS } from '../../src/platforms/index.ts';
import type { ProtocolId } from '../../src/turn/request.ts';
import { anthropicError } from './anthropic-replies.ts';
import { dialect, HABITS } from './dialects.ts';
import { FakePlatform, type RecordedRequest, type ScriptedReply } from './fake-platform.ts';
import { openaiError, ROLE_CHUNK, sse } from './openai-replies.ts';

type Fault = (isChat: boolean) => ScriptedReply;

const FAULTS: Readonly<Record<string, Fault>> = {
  key: (isChat) => error(isChat, 401, 'authentication_error', 'The API key is wrong.'),
  limit: (isChat) => ({ ...error(isChat, 429, 'rate_limit_error', 'Too many.'), headers: { 'retry-after': '3' } }),
  overloaded: (isChat) => error(isChat, 529, 'overloaded_error', 'Overloaded.'),
  html: () => ({ status: 502, text: '<html>Bad gateway</html>', headers: { 'content-type': 'text/html' } }),
  reset: () => ({ fate: 'reset' }),
  silence: () => ({ fate: 'silence' }),
  // As OpenRouter has them: comments while it waits, then an error inside of a 200.
  wrapped: () => sse([': OPENROUTER PROCESSING\n\n', ROLE_CHUNK, { error: { code: 502, message: 'Provider failed' } }]),
  cut: () => ({ stream: ['data: {"choices":[{"index":0,"delta":{"content":"hel"}}]}\n\n', 'abort'] }),
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { port: { type: 'string', default: '0' }, fault: { type: 'string' } },
});
const [type = ''] = positionals;
const fault = values.fault === undefined ? undefined : FAULTS[values.fault];
if (!PLATFORMS.has(type) || (values.fault !== undefined && fault === undefined)) {
  console.error('npm run fake-platform -- TYPE [--port PORT] [--fault FAULT]');
  console.error(`Types: ${[...PLATFORMS.keys()].join(', ')}`);
  console.error(`Faults: ${Object.keys(FAULTS).join(', ')}`);
  process.exit(1);
}

const platform = await FakePlatform.start(reply, Number(values.port));
console.log(`A made-up ${PLATFORMS.get(type)?.name} answers at ${platform.origin}.`);
console.log(
  `In redwolf.yaml: {id: fake, type: ${type}, base_url: "${platform.origin}/v1", api_key: fake, models: [m]}`,
);
for (const { quirk, model, isRefused } of HABITS[type] ?? []) {
  console.log(`  ${isRefused ? 'refuses' : 'shows'}: ${quirk} (model ${model})`);
}

function reply(request: RecordedRequest): ScriptedReply | undefined {
  console.log(`${request.method} ${request.url} ${request.raw.toString().slice(0, 2_000)}`);
  const protocol = protocolOf(request.path);
  if (protocol === undefined) return undefined;
  return fault === undefined ? dialect(type, protocol)(request) : fault(protocol !== 'anthropic-messages');
}

function protocolOf(path: string): ProtocolId | undefined {
  if (path.endsWith('/chat/completions')) return 'openai-chat';
  if (path.endsWith('/responses')) return 'openai-responses';
  return path.endsWith('/messages') ? 'anthropic-messages' : undefined;
}

function error(isChat: boolean, status: number, kind: string, message: string): ScriptedReply {
  return isChat ? openaiError(status, message, kind) : anthropicError(status, kind, message);
}

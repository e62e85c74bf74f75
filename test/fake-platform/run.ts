/**
 * npm run fake-platform -- TYPE [--port PORT] [--fault FAULT] [--text-tools]: a platform of that type to try redwolf on
 * by hand. It answers "hello", refuses what the real one refuses, and with --fault fails as told. With --text-tools it
 * refuses tools and calls the first one that it is told of in words. Ends on Ctrl-C.
 */

import { parseArgs } from 'node:util';
import { PLATFORMS } from '../../src/platforms/index.ts';
import type { ProtocolId } from '../../src/turn/request.ts';
import { anthropicError } from './anthropic-replies.ts';
import { dialect, HABITS } from './dialects.ts';
import { FakePlatform, type RecordedRequest, type Script, type ScriptedReply } from './fake-platform.ts';
import { ollamaError, ollamaLine, ollamaLines } from './ollama-replies.ts';
import { ollamaServer } from './ollama-server.ts';
import { openaiError, ROLE_CHUNK, sse } from './openai-replies.ts';
import { textOnly, textOnlyByHand } from './text-only.ts';

type Fault = (protocol: ProtocolId) => ScriptedReply;

const FAULTS: Readonly<Record<string, Fault>> = {
  key: (protocol) => error(protocol, 401, 'authentication_error', 'The API key is wrong.'),
  limit: (protocol) => ({ ...error(protocol, 429, 'rate_limit_error', 'Too many.'), headers: { 'retry-after': '3' } }),
  overloaded: (protocol) => error(protocol, 529, 'overloaded_error', 'Overloaded.'),
  html: () => ({ status: 502, text: '<html>Bad gateway</html>', headers: { 'content-type': 'text/html' } }),
  reset: () => ({ fate: 'reset' }),
  silence: () => ({ fate: 'silence' }),
  // As OpenRouter has them: comments while it waits, then an error inside of a 200.
  wrapped: () => sse([': OPENROUTER PROCESSING\n\n', ROLE_CHUNK, { error: { code: 502, message: 'Provider failed' } }]),
  cut: (protocol) =>
    protocol === 'ollama-chat'
      ? ollamaLines([ollamaLine({ content: 'hel' }), 'abort'])
      : { stream: ['data: {"choices":[{"index":0,"delta":{"content":"hel"}}]}\n\n', 'abort'] },
};

/** The protocol of a path's end. */
const PATHS: readonly (readonly [string, ProtocolId])[] = [
  ['/chat/completions', 'openai-chat'],
  ['/messages', 'anthropic-messages'],
  ['/responses', 'openai-responses'],
  ['/api/chat', 'ollama-chat'],
];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string', default: '0' },
    fault: { type: 'string' },
    'text-tools': { type: 'boolean', default: false },
  },
});
const [type = ''] = positionals;
const fault = values.fault === undefined ? undefined : FAULTS[values.fault];
if (!PLATFORMS.has(type) || (values.fault !== undefined && fault === undefined)) {
  console.error('npm run fake-platform -- TYPE [--port PORT] [--fault FAULT] [--text-tools]');
  console.error(`Types: ${[...PLATFORMS.keys()].join(', ')}`);
  console.error(`Faults: ${Object.keys(FAULTS).join(', ')}`);
  process.exit(1);
}

const platform = await FakePlatform.start(reply, Number(values.port));
const model = values['text-tools'] ? '{id: m, text_tools: true}' : 'm';
console.log(`A made-up ${PLATFORMS.get(type)?.name} answers at ${platform.origin}.`);
console.log(
  `In redwolf.yaml: {id: fake, type: ${type}, base_url: "${platform.origin}/v1", api_key: fake, models: [${model}]}`,
);
for (const habit of HABITS[type] ?? []) {
  console.log(`  ${habit.isRefused ? 'refuses' : 'shows'}: ${habit.quirk} (model ${habit.model})`);
}

function reply(request: RecordedRequest, index: number): ReturnType<Script> {
  console.log(`${request.method} ${request.url} ${request.raw.toString().slice(0, 2_000)}`);
  const protocol = PATHS.find(([path]) => request.path.endsWith(path))?.[1];
  if (protocol === undefined) return type === 'ollama' ? ollamaServer()(request) : undefined;
  if (values['text-tools']) return textOnly(textOnlyByHand)(request, index);
  if (fault !== undefined) return fault(protocol);
  const answer = dialect(type, protocol)(request);
  if (request.dropped !== undefined && request.dropped > 0) console.log(`  left out ${request.dropped} messages`);
  return answer;
}

function error(protocol: ProtocolId, status: number, kind: string, message: string): ScriptedReply {
  if (protocol === 'ollama-chat') return ollamaError(status, message);
  return protocol === 'anthropic-messages' ? anthropicError(status, kind, message) : openaiError(status, message, kind);
}

import { asArray, asString, isObject, type Json, type JsonObject } from '../lib/json.ts';
import { demo } from '../platforms/demo.ts';
import type { Exchange, UpstreamHandler, UpstreamPort, UpstreamRequest } from './upstream.ts';

/** Host of the demo platform's address. */
const DEMO_ORIGIN = new URL(demo.protocols[0].baseUrl).origin;

const BASE = { id: 'chatcmpl-demo', object: 'chat.completion.chunk', created: 0, model: 'demo' };

/**
 * Answers in the place of a model, so that redwolf shows its whole way without any platform: it converts, streams, calls
 * a tool if there is one to call, and is accounted for. Deterministic, offline, and says what it is.
 */
class DemoUpstream implements UpstreamPort {
  send(request: UpstreamRequest, handler: UpstreamHandler): Exchange {
    let isAborted = false;
    const body: Json = JSON.parse(request.body.toString());
    const reply = demoReply(isObject(body) ? body : {});
    // As with a real platform nothing is heard before the caller has its exchange.
    setImmediate(() => {
      if (isAborted) return;
      handler.onHead(200, { 'content-type': 'text/event-stream' });
      handler.onData(Buffer.from(reply));
      handler.onEnd();
    });
    return {
      pause() {},
      resume() {},
      abort() {
        isAborted = true;
      },
    };
  }
}

/** Sends requests for the demo platform to it, and all others on. */
export function withDemo(upstream: UpstreamPort): UpstreamPort {
  const own = new DemoUpstream();
  return { send: (request, handler) => (request.origin === DEMO_ORIGIN ? own : upstream).send(request, handler) };
}

/** The reply as a stream; the gateway collects it for a client that wants it whole. */
function demoReply(body: JsonObject): string {
  const last = asArray(body['messages']).at(-1);
  const isToolResult = isObject(last) && last['role'] === 'tool';
  const call = isToolResult ? undefined : requestedCall(body, last);
  const text = demoText(last, isToolResult);
  const chunks: JsonObject[] = [chunk({ role: 'assistant', content: '' })];
  if (call === undefined) for (const piece of text.match(/\S+\s*/g) ?? []) chunks.push(chunk({ content: piece }));
  else chunks.push(chunk({ tool_calls: [call] }));
  chunks.push(chunk({}, call === undefined ? 'stop' : 'tool_calls'));
  chunks.push({ ...BASE, choices: [], usage: demoUsage(body, text) });
  return `${chunks.map((item) => `data: ${JSON.stringify(item)}\n\n`).join('')}data: [DONE]\n\n`;
}

function chunk(delta: JsonObject, finish: string | null = null): JsonObject {
  return { ...BASE, choices: [{ index: 0, delta, finish_reason: finish }] };
}

function demoText(last: Json | undefined, isToolResult: boolean): string {
  const said = textOf(last).trim().replace(/\s+/g, ' ').slice(0, 200);
  const what = isToolResult ? 'The tool returned' : 'You said';
  return (
    `[redwolf demo] This is the built-in demo, not a model. ${what}: "${said}". ` +
    'To get real answers, add a platform to redwolf.yaml and start redwolf again.'
  );
}

/** A call of the first offered tool that the message names, so that the way of a tool call can be tried out. */
function requestedCall(body: JsonObject, last: Json | undefined): JsonObject | undefined {
  const said = textOf(last);
  for (const tool of asArray(body['tools'])) {
    const described = isObject(tool) && isObject(tool['function']) ? tool['function'] : {};
    const name = asString(described['name']);
    if (name === undefined || !asksFor(name, said)) continue;
    const input = JSON.stringify(exampleInput(described['parameters']));
    return { index: 0, id: `call_demo_${name}`, type: 'function', function: { name, arguments: input } };
  }
  return undefined;
}

function asksFor(tool: string, said: string): boolean {
  // Clients choose the names of tools.
  const name = tool.replace(/[^\w\s]/g, '\\$&');
  return new RegExp(`\\b(call|use|run) (the tool )?${name}(?!\\w)`, 'i').test(said);
}

/** Something for each required property, by its type. */
function exampleInput(schema: Json | undefined): JsonObject {
  const properties = isObject(schema) && isObject(schema['properties']) ? schema['properties'] : {};
  const required = isObject(schema) ? asArray(schema['required']) : [];
  return Object.fromEntries(
    required.flatMap((name) => (typeof name === 'string' ? [[name, example(properties[name])]] : [])),
  );
}

function example(schema: Json | undefined): Json {
  if (!isObject(schema)) return 'demo';
  const [first] = asArray(schema['enum']);
  if (first !== undefined) return first;
  switch (schema['type']) {
    case 'number':
    case 'integer':
      return 1;
    case 'boolean':
      return true;
    case 'array':
      return [];
    case 'object':
      return {};
    default:
      return 'demo';
  }
}

function textOf(message: Json | undefined): string {
  if (!isObject(message)) return '';
  const { content } = message;
  if (typeof content === 'string') return content;
  return asArray(content)
    .map((part) => (isObject(part) ? (asString(part['text']) ?? '') : ''))
    .join('\n');
}

function demoUsage(body: JsonObject, text: string): JsonObject {
  const prompt = Math.ceil(JSON.stringify(body['messages'] ?? []).length / 4);
  const completion = Math.ceil(text.length / 4);
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

/**
 * Request bodies, always the same for the same size. A large one looks like a request of Claude Code: system blocks with
 * cache_control, tools with JSON schemas (20 of them are about 45 KB), and a history of text, tool_use and tool_result
 * turns up to the wanted size.
 */

const WORDS =
  'function const return await import export class interface type string number the file should be updated because tests fail with error expected value received undefined null true false path src index config server request response stream token model 数据 配置 é'.split(
    ' ',
  );
const SMALL_BYTES = 4_000;
const MANY_TOOLS_FROM_BYTES = 90_000;
const SEED = 7;

interface Turn {
  readonly role: string;
  readonly content: object[];
}

/** Numbers from 0 to 1 that look random and are not: a linear congruential generator. */
class Numbers {
  #state = SEED;

  next(): number {
    this.#state = (this.#state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return this.#state / 0x7fffffff;
  }
}

/** Words up to about this many characters, with some line breaks, quotes and tabs among them. */
function words(numbers: Numbers, length: number): string {
  const all: string[] = [];
  for (let size = 0; size < length; size += (all.at(-1)?.length ?? 0) + 1) {
    const word = WORDS[Math.floor(numbers.next() * WORDS.length)] ?? '';
    all.push(decorate(word, numbers.next()));
  }
  return all.join(' ');
}

function decorate(word: string, chance: number): string {
  if (chance < 0.08) return `${word}\n`;
  if (chance < 0.12) return `"${word}"`;
  return chance < 0.14 ? `${word}\t{\\n}` : word;
}

function tool(numbers: Numbers, index: number): object {
  const properties = Array.from({ length: 6 }, (_, position) => [
    `param_${position}`,
    {
      type: position % 2 === 1 ? 'string' : 'number',
      description: words(numbers, 90),
      ...(position === 3 ? { enum: ['a', 'b', 'c'] } : {}),
    },
  ]);
  return {
    name: `Tool${index}`,
    description: words(numbers, 1_500),
    input_schema: {
      type: 'object',
      additionalProperties: false,
      $schema: 'http://json-schema.org/draft-07/schema#',
      properties: Object.fromEntries(properties),
      required: ['param_0', 'param_1'],
    },
  };
}

/** A request for Anthropic's API of about this many bytes. */
export function anthropicBody(bytes: number, stream: boolean): Buffer {
  const numbers = new Numbers();
  const metadata = { user_id: 'user_0123456789abcdef_account__session_00000000-0000-4000-8000-000000000000' };
  const head = { model: 'm', max_tokens: 32_000, stream, temperature: 1, metadata };
  if (bytes >= SMALL_BYTES) return largeBody(head, bytes, numbers);
  const question = { type: 'text', text: words(numbers, Math.max(20, bytes - 320)) };
  const messages = [{ role: 'user', content: [question] }];
  return Buffer.from(JSON.stringify({ ...head, system: 'You are a helpful assistant.', messages }));
}

function largeBody(head: object, bytes: number, numbers: Numbers): Buffer {
  const cached = { cache_control: { type: 'ephemeral' } };
  const system = [
    { type: 'text', text: "You are Claude Code, Anthropic's official CLI for Claude.", ...cached },
    { type: 'text', text: words(numbers, Math.min(14_000, bytes / 8)), ...cached },
  ];
  const toolCount = bytes >= MANY_TOOLS_FROM_BYTES ? 20 : 4;
  const tools = Array.from({ length: toolCount }, (_, index) => tool(numbers, index));
  const reminder = { type: 'text', text: `<system-reminder>${words(numbers, 900)}</system-reminder>` };
  const question = { type: 'text', text: 'Please fix the failing test.' };
  const messages: Turn[] = [{ role: 'user', content: [reminder, question] }];
  let size = JSON.stringify({ ...head, system, tools, messages }).length;
  for (let index = 0; size < bytes; index++) {
    const turns = toolTurns(numbers, index, toolCount, bytes);
    size += JSON.stringify(turns).length;
    messages.push(...turns);
  }
  const ending = { type: 'text', text: 'Continue.', ...cached };
  messages.at(-1)?.content.push(ending);
  return Buffer.from(JSON.stringify({ ...head, system, tools, messages }));
}

/** A call of a tool and its result, which is a string in every second pair. */
function toolTurns(numbers: Numbers, index: number, toolCount: number, bytes: number): Turn[] {
  const id = `toolu_${String(index).padStart(20, '0')}`;
  const input = { param_0: index, param_1: words(numbers, Math.min(300, bytes / 50)) };
  const call = { type: 'tool_use', id, name: `Tool${index % toolCount}`, input };
  const text = words(numbers, Math.min(5_000, Math.max(200, bytes / 40)));
  const result = { type: 'tool_result', tool_use_id: id, content: index % 2 === 1 ? text : [{ type: 'text', text }] };
  return [
    { role: 'assistant', content: [{ type: 'text', text: words(numbers, 160) }, call] },
    { role: 'user', content: [result] },
  ];
}

/** A request for OpenAI's API of about this many bytes. */
export function openaiBody(bytes: number, stream: boolean): Buffer {
  const numbers = new Numbers();
  const messages = [{ role: 'system', content: 'You are a helpful assistant.' }];
  for (let size = 200; size < bytes || messages.length === 1; ) {
    const content = words(numbers, Math.min(4_000, Math.max(20, bytes - 350)));
    messages.push({ role: messages.length % 2 === 1 ? 'user' : 'assistant', content });
    size += content.length + 40;
  }
  if (messages.at(-1)?.role !== 'user') messages.push({ role: 'user', content: 'go on' });
  const options = stream ? { stream_options: { include_usage: true } } : {};
  return Buffer.from(JSON.stringify({ model: 'm', max_tokens: 4_096, stream, ...options, messages }));
}

/** A whole HTTP request, as rwbench sends it. */
export function httpRequest(path: string, headers: Readonly<Record<string, string>>, body: Buffer): Buffer {
  const lines = [
    `POST ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    'Accept: application/json',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${body.length}`,
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body]);
}

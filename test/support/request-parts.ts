/** Pieces of an Anthropic request, for tests to put together. */

export interface RequestMessage {
  readonly role: string;
  readonly content: unknown;
}

export function user(content: unknown): RequestMessage {
  return { role: 'user', content };
}

export function assistant(content: unknown): RequestMessage {
  return { role: 'assistant', content };
}

export function text(words: string, extra: object = {}): object {
  return { type: 'text', text: words, ...extra };
}

export function toolUse(id: string | undefined, name: string, input: object = {}): object {
  return { type: 'tool_use', id, name, input };
}

/** Without `content` the block has none. */
export function toolResult(id: string | undefined, content?: unknown, extra: object = {}): object {
  return { type: 'tool_result', tool_use_id: id, ...(content === undefined ? {} : { content }), ...extra };
}

export function image(base64: string, mediaType = 'image/png'): object {
  return { type: 'image', source: { type: 'base64', media_type: mediaType, data: base64 } };
}

export function imageAt(url: string): object {
  return { type: 'image', source: { type: 'url', url } };
}

export interface RequestTool {
  readonly name: string;
  readonly description?: string;
  readonly input_schema: object;
}

export function tool(name: string, properties: object = {}): RequestTool {
  const inputSchema = { type: 'object', properties, required: Object.keys(properties) };
  return { name, description: `does ${name}`, input_schema: inputSchema };
}

export const WEATHER = tool('get_weather', { city: { type: 'string' } });

/** A PNG of one pixel, in base64. */
export const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

// Anthropic's request as OpenAI's, OpenAI's reply as Anthropic's: only what the bench sends.

export const STOP_REASONS = { stop: 'end_turn', length: 'max_tokens', tool_calls: 'tool_use' };

export function toOpenai(asked) {
  const messages = [];
  if (asked.system) messages.push({ role: 'system', content: textOf(asked.system) });
  for (const message of asked.messages) {
    if (typeof message.content === 'string') messages.push({ role: message.role, content: message.content });
    else if (message.role === 'assistant') messages.push(assistantMessage(message.content));
    else pushUserMessages(messages, message.content);
  }
  const request = { model: 'm', messages, max_tokens: asked.max_tokens, stream: Boolean(asked.stream) };
  if (asked.stream) request.stream_options = { include_usage: true };
  if (asked.temperature !== undefined) request.temperature = asked.temperature;
  if (asked.tools) request.tools = asked.tools.map(toolOf);
  return request;
}

export function fromOpenai(reply, model) {
  const choice = reply.choices[0];
  const content = [];
  if (choice.message.content) content.push({ type: 'text', text: choice.message.content });
  for (const { id, function: called } of choice.message.tool_calls ?? []) {
    content.push({ type: 'tool_use', id, name: called.name, input: JSON.parse(called.arguments || '{}') });
  }
  return {
    id: `msg_${reply.id}`,
    type: 'message',
    role: 'assistant',
    model,
    content,
    stop_reason: STOP_REASONS[choice.finish_reason] ?? 'end_turn',
    stop_sequence: null,
    usage: usageOf(reply.usage),
  };
}

export function usageOf(usage) {
  const cached = usage?.prompt_tokens_details?.cached_tokens ?? 0;
  return {
    input_tokens: (usage?.prompt_tokens ?? 0) - cached,
    cache_read_input_tokens: cached,
    output_tokens: usage?.completion_tokens ?? 0,
  };
}

function textOf(content) {
  if (typeof content === 'string') return content;
  const texts = content.filter((block) => block.type === 'text');
  return texts.map((block) => block.text).join('\n');
}

function assistantMessage(blocks) {
  let text = '';
  const calls = [];
  for (const block of blocks) {
    if (block.type === 'text') text += block.text;
    else if (block.type === 'tool_use') {
      const called = { name: block.name, arguments: JSON.stringify(block.input) };
      calls.push({ id: block.id, type: 'function', function: called });
    }
  }
  if (calls.length === 0) return { role: 'assistant', content: text };
  return { role: 'assistant', content: text || null, tool_calls: calls };
}

function pushUserMessages(messages, blocks) {
  const parts = [];
  for (const block of blocks) {
    if (block.type === 'tool_result') {
      messages.push({ role: 'tool', tool_call_id: block.tool_use_id, content: textOf(block.content ?? '') });
    } else if (block.type === 'text') parts.push({ type: 'text', text: block.text });
    else if (block.type === 'image') {
      const url = `data:${block.source.media_type};base64,${block.source.data}`;
      parts.push({ type: 'image_url', image_url: { url } });
    }
  }
  if (parts.length > 0) messages.push({ role: 'user', content: parts });
}

function toolOf({ name, description, input_schema: parameters }) {
  return { type: 'function', function: { name, description, parameters } };
}

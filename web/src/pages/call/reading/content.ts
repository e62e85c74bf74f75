import { type Fields, fieldsOf, isFields, listOf, parseJson, textOf } from './fields.ts';
import type { Part } from './parts.ts';

/** Reads the content of a message: a text, or a list of the parts that any of the protocols has. */
export function readContent(content: unknown): readonly Part[] {
  if (typeof content === 'string') return content === '' ? [] : [{ kind: 'text', text: content }];
  if (Array.isArray(content)) return content.map(readPart);
  return content === undefined || content === null ? [] : [readPart(content)];
}

type Reader = (part: Fields) => Part;

const text: Reader = (part) => ({ kind: 'text', text: textOf(part['text']) });
const toolCall: Reader = (part) => ({
  kind: 'tool-call',
  id: textOf(part['id']),
  name: textOf(part['name']),
  input: part['input'] ?? {},
});

const READERS: Readonly<Record<string, Reader>> = {
  text,
  input_text: text,
  output_text: text,
  refusal: (part) => ({ kind: 'text', text: textOf(part['refusal']) }),
  thinking: (part) => ({ kind: 'thinking', text: thinkingOf(part['thinking']) }),
  redacted_thinking: () => ({ kind: 'thinking', text: '' }),
  tool_use: toolCall,
  server_tool_use: toolCall,
  mcp_tool_use: toolCall,
  image: (part) => imageOf(fieldsOf(part['source']), part),
  image_url: (part) => urlImage(fieldsOf(part['image_url'])['url'] ?? part['image_url'], part),
  input_image: (part) => urlImage(part['image_url'], part),
  document: (part) => documentOf(part),
  file: (part) => fileOf(fieldsOf(part['file'])),
  input_file: (part) => fileOf(part),
};

/** Reads one part; what is not known is passed on as it stands. */
function readPart(value: unknown): Part {
  if (typeof value === 'string') return { kind: 'text', text: value };
  if (!isFields(value)) return { kind: 'other', value };
  const type = textOf(value['type']);
  if (type.endsWith('tool_result')) return toolResult(value);
  const reader = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  return reader?.(value) ?? { kind: 'other', value };
}

function toolResult(part: Fields): Part {
  return {
    kind: 'tool-result',
    id: textOf(part['tool_use_id']),
    name: '',
    isError: part['is_error'] === true,
    parts: readContent(part['content']),
  };
}

/** Mistral sends it as a list of texts. */
function thinkingOf(value: unknown): string {
  return typeof value === 'string'
    ? value
    : listOf(value)
        .map((one) => textOf(fieldsOf(one)['text']))
        .join('');
}

function imageOf(source: Fields, part: Fields): Part {
  if (source['type'] === 'base64') {
    return { kind: 'image', url: `data:${textOf(source['media_type'])};base64,${textOf(source['data'])}` };
  }
  return urlImage(source['url'], part);
}

function urlImage(url: unknown, part: Fields): Part {
  return typeof url === 'string' && url !== '' ? { kind: 'image', url } : { kind: 'other', value: part };
}

function documentOf(part: Fields): Part {
  const source = fieldsOf(part['source']);
  const isText = source['type'] === 'text';
  return {
    kind: 'document',
    name: textOf(part['title']) || textOf(source['url']) || textOf(source['file_id']),
    type: textOf(source['media_type']) || textOf(source['type']),
    text: isText ? textOf(source['data']) : readContent(source['content']).flatMap(textsOf).join('\n'),
  };
}

function textsOf(part: Part): readonly string[] {
  return part.kind === 'text' ? [part.text] : [];
}

function fileOf(file: Fields): Part {
  const data = textOf(file['file_data']);
  return {
    kind: 'document',
    name: textOf(file['filename']) || textOf(file['file_id']) || textOf(file['file_url']),
    type: /^data:([^;,]+)/.exec(data)?.[1] ?? '',
    text: '',
  };
}

/** Arguments of a tool as a value, where their text is JSON. */
export function readInput(value: unknown): unknown {
  return typeof value === 'string' ? (parseJson(value) ?? value) : (value ?? {});
}

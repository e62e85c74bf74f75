/**
 * What Ollama refuses in a request for `/api/chat`, in its own words where they are known: the types of
 * github.com/ollama/ollama, api/types.go, read as Go's JSON decoder reads them.
 */

type Loose = Readonly<Record<string, unknown>>;

const ROLES = new Set<unknown>(['system', 'user', 'assistant', 'tool']);
const LEVELS = new Set<unknown>([undefined, true, false, 'low', 'medium', 'high']);
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Faults of a request; the first one is what Ollama would say. */
export function ollamaFaults(body: unknown): string[] {
  if (!isLoose(body)) return ['json: cannot unmarshal into Go value of type api.ChatRequest'];
  const { messages, options, think, format } = body;
  const faults: string[] = [];
  if (typeof body['model'] !== 'string' || body['model'] === '') faults.push('model is required');
  if (!Array.isArray(messages)) return [...faults, wrongType('messages', messages)];
  faults.push(...messages.flatMap(messageFaults));
  if (!LEVELS.has(think))
    faults.push(`invalid think value: ${JSON.stringify(think)} (must be "high", "medium", "low", true, or false)`);
  if (format !== undefined && format !== 'json' && !isLoose(format))
    faults.push('invalid format: expected "json" or a schema');
  if (options !== undefined && !isLoose(options)) faults.push(wrongType('options', options));
  else faults.push(...optionFaults(options ?? {}));
  for (const tool of list(body['tools'])) faults.push(...toolFaults(tool));
  return faults;
}

function messageFaults(message: unknown): string[] {
  if (!isLoose(message)) return [wrongType('messages', message)];
  const { role, content, images, tool_calls: calls } = message;
  const faults: string[] = [];
  if (!ROLES.has(role)) faults.push(`invalid role: ${JSON.stringify(role)}`);
  if (typeof content !== 'string') faults.push(wrongType('messages.content', content));
  for (const image of list(images)) if (!isBase64(image)) faults.push('illegal base64 data at input byte 4');
  for (const call of list(calls)) faults.push(...callFaults(call));
  if (role === 'tool' && typeof message['tool_name'] !== 'string') faults.push('a result does not name its tool');
  return faults;
}

function callFaults(call: unknown): string[] {
  const called = isLoose(call) && isLoose(call['function']) ? call['function'] : {};
  const faults = isLoose(called['arguments'])
    ? []
    : [wrongType('messages.tool_calls.function.arguments', called['arguments'])];
  return typeof called['name'] === 'string' ? faults : [...faults, 'a call without the name of its tool'];
}

function toolFaults(tool: unknown): string[] {
  const called = isLoose(tool) && isLoose(tool['function']) ? tool['function'] : undefined;
  if (called === undefined || typeof called['name'] !== 'string') return ['a tool without a name'];
  const { parameters } = called;
  return parameters === undefined || isLoose(parameters) ? [] : [wrongType('tools.function.parameters', parameters)];
}

function optionFaults(options: Loose): string[] {
  const numbers = ['num_ctx', 'num_predict', 'temperature', 'top_p', 'top_k', 'seed'];
  return numbers.flatMap((name) => {
    const isRight = options[name] === undefined || typeof options[name] === 'number';
    return isRight ? [] : [`option "${name}" must be of type integer`];
  });
}

function isBase64(image: unknown): boolean {
  return typeof image === 'string' && BASE64.test(image);
}

function wrongType(field: string, value: unknown): string {
  const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return `json: cannot unmarshal ${kind} into Go struct field ChatRequest.${field}`;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

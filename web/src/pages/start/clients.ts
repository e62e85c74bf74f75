/** The lines by which clients are led to this gateway; the same as in README.md. */

interface ClientLines {
  /** The address of the gateway. */
  readonly origin: string;
  readonly key: string;
  /** The model that clients ask for; undefined: any will do, and so each client's usual one. */
  readonly model: string | undefined;
}

/** A block of lines, with what it is or where it goes. */
export interface ClientBlock {
  readonly title: string;
  readonly lines: string;
}

export const CLIENTS = ['claude-code', 'codex', 'opencode', 'openai', 'anthropic', 'curl'] as const;
export type Client = (typeof CLIENTS)[number];

const CLAUDE = 'claude-sonnet-4-5';
const GPT = 'gpt-5';

/** What to paste for a client. */
export function blocksFor(client: Client, lines: ClientLines): readonly ClientBlock[] {
  return BLOCKS[client](lines);
}

const BLOCKS: Readonly<Record<Client, (lines: ClientLines) => readonly ClientBlock[]>> = {
  'claude-code': claudeCode,
  codex,
  opencode,
  openai,
  anthropic,
  curl,
};

function claudeCode({ origin, key }: ClientLines): readonly ClientBlock[] {
  const url = `${origin}/api/v1/claude-code`;
  return [
    {
      title: 'bash, zsh',
      lines: `export ANTHROPIC_BASE_URL=${url}\nexport ANTHROPIC_AUTH_TOKEN=${key}\nclaude`,
    },
    {
      title: 'PowerShell',
      lines: `$env:ANTHROPIC_BASE_URL = "${url}"\n$env:ANTHROPIC_AUTH_TOKEN = "${key}"\nclaude`,
    },
  ];
}

function codex({ origin, key, model }: ClientLines): readonly ClientBlock[] {
  const config = [
    `model = "${model ?? GPT}"`,
    'model_provider = "redwolf"',
    '',
    '[model_providers.redwolf]',
    'name = "redwolf"',
    `base_url = "${origin}/v1"`,
    'env_key = "REDWOLF_KEY"',
    'wire_api = "responses"',
  ];
  return [
    { title: '~/.codex/config.toml', lines: config.join('\n') },
    { title: 'bash, zsh', lines: `export REDWOLF_KEY=${key}\ncodex` },
    { title: 'PowerShell', lines: `$env:REDWOLF_KEY = "${key}"\ncodex` },
  ];
}

function opencode({ origin, key, model = GPT }: ClientLines): readonly ClientBlock[] {
  const config = {
    $schema: 'https://opencode.ai/config.json',
    model: `redwolf/${model}`,
    provider: {
      redwolf: {
        npm: '@ai-sdk/openai-compatible',
        name: 'redwolf',
        options: { baseURL: `${origin}/v1`, apiKey: key },
        models: { [model]: { name: model } },
      },
    },
  };
  return [{ title: 'opencode.json', lines: JSON.stringify(config, undefined, 2) }];
}

function openai({ origin, key, model = GPT }: ClientLines): readonly ClientBlock[] {
  const python = [
    'from openai import OpenAI',
    '',
    `client = OpenAI(base_url="${origin}/v1", api_key="${key}")`,
    'reply = client.chat.completions.create(',
    `    model="${model}",`,
    '    messages=[{"role": "user", "content": "Hello"}],',
    ')',
    'print(reply.choices[0].message.content)',
  ];
  const script = [
    "import OpenAI from 'openai';",
    '',
    `const client = new OpenAI({ baseURL: '${origin}/v1', apiKey: '${key}' });`,
    'const reply = await client.chat.completions.create({',
    `  model: '${model}',`,
    "  messages: [{ role: 'user', content: 'Hello' }],",
    '});',
    'console.log(reply.choices[0].message.content);',
  ];
  return [
    { title: 'Python', lines: python.join('\n') },
    { title: 'TypeScript', lines: script.join('\n') },
  ];
}

function anthropic({ origin, key, model = CLAUDE }: ClientLines): readonly ClientBlock[] {
  const python = [
    'from anthropic import Anthropic',
    '',
    `client = Anthropic(base_url="${origin}", api_key="${key}")`,
    'reply = client.messages.create(',
    `    model="${model}",`,
    '    max_tokens=1000,',
    '    messages=[{"role": "user", "content": "Hello"}],',
    ')',
    'print(reply.content)',
  ];
  const script = [
    "import Anthropic from '@anthropic-ai/sdk';",
    '',
    `const client = new Anthropic({ baseURL: '${origin}', apiKey: '${key}' });`,
    'const reply = await client.messages.create({',
    `  model: '${model}',`,
    '  max_tokens: 1000,',
    "  messages: [{ role: 'user', content: 'Hello' }],",
    '});',
    'console.log(reply.content);',
  ];
  return [
    { title: 'Python', lines: python.join('\n') },
    { title: 'TypeScript', lines: script.join('\n') },
  ];
}

function curl({ origin, key, model = CLAUDE }: ClientLines): readonly ClientBlock[] {
  const body = JSON.stringify({ model, max_tokens: 200, messages: [{ role: 'user', content: 'Hello' }] });
  const lines = [
    `curl ${origin}/v1/messages \\`,
    `  -H "x-api-key: ${key}" \\`,
    '  -H "content-type: application/json" \\',
    `  -d '${body}'`,
  ];
  return [{ title: 'curl', lines: lines.join('\n') }];
}

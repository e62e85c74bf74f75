/** npm run docs:platforms: writes docs/platforms.md from the descriptions in src/platforms. */

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PLATFORMS } from '../src/platforms/index.ts';
import type { Platform, PlatformProtocol } from '../src/platforms/platform.ts';
import type { Quirks } from '../src/protocols/quirks.ts';

const AUTH: Readonly<Record<PlatformProtocol['auth'], string>> = {
  bearer: '`authorization: Bearer …`',
  'x-api-key': '`x-api-key`',
  'api-key': '`api-key`',
};

const HEAD = `# Platforms

Made by \`npm run docs:platforms\` from \`src/platforms/\`; do not edit it here.

\`type\` is what the configuration says. An address that is given as \`base_url\` is that of the first protocol alone;
\`base_urls\` gives one for each protocol. Of a platform's protocols the caller's own is used where it has an address, and the
first one otherwise. What a quirk takes from a request is recorded as a loss of the call; what any conversion loses stands in
[ARCHITECTURE.md](../ARCHITECTURE.md). Chinese platforms have one type for the mainland and, with \`-intl\` or a name of its
own (\`zai\`), one for the rest of the world: their keys differ.
`;

/** The page as Markdown. */
export function platformsPage(): string {
  return [HEAD, ...[...PLATFORMS.values()].map(section)].join('\n');
}

function section(platform: Platform): string {
  const { name, type, protocols, sources, timeouts } = platform;
  const seconds = `${timeouts.connect / 1_000} s to connect, ${timeouts.firstByte / 1_000} s to the first byte, ${timeouts.idle / 1_000} s between two pieces`;
  return [
    `## ${name}`,
    '',
    `\`type: ${type}\`, ${platform.needsKey ? 'needs a key' : 'needs no key'}. Waits ${seconds}.`,
    '',
    '| protocol | built-in address | key |',
    '|---|---|---|',
    ...protocols.map(({ protocol, baseUrl, auth }) => `| ${protocol} | ${baseUrl ?? 'none: yours'} | ${AUTH[auth]} |`),
    '',
    ...protocols.flatMap(habits),
    'Sources:',
    '',
    ...sources.map((source) => `- ${source}`),
    '',
  ].join('\n');
}

function habits({ protocol, quirks = {}, modelQuirks = [] }: PlatformProtocol): string[] {
  const own = inWords(quirks).map((words) => `- ${words}`);
  const special = modelQuirks.flatMap(({ models, quirks: some }) =>
    inWords(some).map((words) => `- models \`${models.source.replaceAll('|', '\\|')}\`: ${words}`),
  );
  return own.length + special.length === 0 ? [] : [`What is odd (${protocol}):`, '', ...own, ...special, ''];
}

const THINKING: Readonly<Record<NonNullable<Quirks['thinking']>, string>> = {
  effort: '`reasoning_effort`',
  'enable-thinking': '`enable_thinking` and `thinking_budget`, off unless asked for',
  'reasoning-object': '`reasoning: {max_tokens | effort}`',
  think: '`reasoning_effort`, with `none` when it is off',
  'thinking-object': '`thinking: {type: enabled | disabled}`, off unless asked for',
  'chat-template': '`chat_template_kwargs: {enable_thinking}`, off unless asked for',
  none: 'cannot be told',
};

function inWords(quirks: Quirks): string[] {
  return Object.entries(quirks).map(([name, value]) => {
    const words = WORDS[name];
    return words === undefined ? `${name}: \`${JSON.stringify(value)}\`` : words(value);
  });
}

function list(value: unknown): string {
  return Array.isArray(value) && value.length > 0 ? value.map((item) => `\`${item}\``).join(', ') : 'none';
}

/** A quirk as a sentence of the page, by its name. */
const WORDS: Readonly<Record<string, (value: unknown) => string>> = {
  maxTokensField: (field) => `the output limit is \`${field}\``,
  thinking: (form) => `thinking: ${THINKING[form as NonNullable<Quirks['thinking']>]}`,
  efforts: (efforts) => `efforts: ${list(efforts)}; others become the nearest of these`,
  forcedToolStopsThinking: () => 'where a tool must be called it does not think',
  toolChoiceOnlyAuto: () =>
    '`tool_choice` is not sent: a forced call is only offered, and to forbid tools none is offered',
  reasoningStandIn: (text) =>
    `while thinking, tool calls of another model get \`reasoning_content: ${JSON.stringify(text)}\``,
  toolCallStandIn: (fields) => `the first tool call of another model gets \`${JSON.stringify(fields)}\``,
  nineLetterToolIds: () => 'ids of tool calls become nine letters or digits',
  noUserAfterTool: () => 'between a tool result and a user message the assistant says "OK."',
  noJsonSchema: () => 'a JSON schema for the answer is told in words, and `json_object` asked for',
  temperature: (range) => `the temperature is moved into ${JSON.stringify(range)}`,
  refusedFields: (fields) => `not sent, since refused: ${list(fields)}`,
  extraFields: (fields) => `always sent: \`${JSON.stringify(fields)}\``,
  thinkingOnlyStreams: () => 'a model that thinks only streams, so a call without a stream is collected from one',
  developerRole: () => 'knows the role `developer`',
  systemAnywhere: () => 'system messages may stand anywhere',
  strictTools: (takes) => (takes === false ? '`strict` of a tool is not sent' : '`strict` of a tool is sent'),
  maxToolIdLength: (length) => `ids of tool calls longer than ${length} characters become shorter ones`,
  noStreamOptions: () => '`stream_options` is not sent; usage comes by itself',
  signedThinking: () => 'thinking of other models is left out, since it checks signatures',
};

if (import.meta.main) writeFileSync(fileURLToPath(new URL('../docs/platforms.md', import.meta.url)), platformsPage());

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

\`type\` is what the configuration says. An address that is given as \`base_url\` is that of the first protocol, with or without
\`/v1\`; \`base_urls\` gives one for each protocol. Of a platform's protocols the caller's own is used where it has an address,
and the first one otherwise. What a quirk takes from a request is recorded as a loss of the call; what any conversion loses
stands in [ARCHITECTURE.md](../ARCHITECTURE.md). Chinese platforms have one type for the mainland and, with \`-intl\` or a name
of its own (\`zai\`), one for the rest of the world: their keys differ.

Without \`models\` a platform has those that it lists: redwolf asks after its start and then once a day. What a list tells of a
model (context window, output limit, tools, vision, thinking, prices) is taken; what you say of a model wins.
`;

/** The page as Markdown. */
export function platformsPage(): string {
  const platforms = [...PLATFORMS.values()];
  return [HEAD, ...platforms.map(entry), '', ...platforms.map(section)].join('\n');
}

function entry({ name, type }: Platform): string {
  return `- [${name}](#${anchor(name)}): \`${type}\``;
}

/** As GitHub makes it. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}

function section(platform: Platform): string {
  const { name, type, protocols, notes = [], unconfirmed = [], sources, timeouts } = platform;
  const seconds = `${timeouts.connect / 1_000} s to connect, ${timeouts.firstByte / 1_000} s to the first byte, ${timeouts.idle / 1_000} s between two pieces`;
  return [
    `## ${name}`,
    '',
    `\`type: ${type}\`, ${platform.needsKey ? 'needs a key' : 'needs no key'}. Waits ${seconds}. ${modelsOf(platform)}`,
    '',
    '| protocol | built-in address | key |',
    '|---|---|---|',
    ...protocols.map(({ protocol, baseUrl, auth }) => `| ${protocol} | ${baseUrl ?? 'none: yours'} | ${AUTH[auth]} |`),
    '',
    ...paragraph('Good to know:', [...protocols.flatMap(uses), ...notes]),
    ...protocols.flatMap(habits),
    ...paragraph('Sources:', sources),
    ...paragraph("Without the vendor's own word, or not found:", unconfirmed),
  ].join('\n');
}

function paragraph(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, '', ...lines.map((line) => `- ${line}`), ''];
}

function modelsOf(platform: Platform): string {
  const limits = platform.maxOutputTokens === undefined ? '' : ' Output limits of its models are known.';
  return `${platform.modelList === 'none' ? '`models` have to be given.' : 'Lists its models.'}${limits}`;
}

function uses({ protocol, sharesBaseUrl, servesAlone }: PlatformProtocol): string[] {
  const shared = `${protocol} has the address of the first protocol, also where you give another one.`;
  const alone = `Models that fit \`${servesAlone?.source}\` are asked by ${protocol}, whatever the client speaks.`;
  return [...(sharesBaseUrl === true ? [shared] : []), ...(servesAlone === undefined ? [] : [alone])];
}

function habits({ protocol, quirks = {}, modelQuirks = [] }: PlatformProtocol): string[] {
  const special = modelQuirks.flatMap(({ models, quirks: some }) =>
    inWords(some).map((words) => `models \`${models.source}\`: ${words}`),
  );
  return paragraph(`What is odd (${protocol}):`, [...inWords(quirks), ...special]);
}

const THINKING: Readonly<Record<NonNullable<Quirks['thinking']>, string>> = {
  effort: '`reasoning_effort`',
  'enable-thinking': '`enable_thinking` and `thinking_budget`, off unless asked for',
  'reasoning-object': '`reasoning: {max_tokens | effort}`',
  think: '`reasoning_effort`, with `none` when it is off',
  always: '`reasoning_effort`; the model cannot do without, so the weakest one when it is off',
  'thinking-object': '`thinking: {type: enabled | disabled}`, off unless asked for',
  'chat-template': '`chat_template_kwargs: {enable_thinking}`, off unless asked for',
  none: 'cannot be told',
};

function inWords(quirks: Quirks): string[] {
  return Object.entries(WORDS).flatMap(([name, words]) => {
    const value = quirks[name as keyof Quirks];
    return value === undefined ? [] : [words(value)];
  });
}

function list(value: unknown): string {
  return Array.isArray(value) && value.length > 0 ? value.map((item) => `\`${item}\``).join(', ') : 'none';
}

/** A quirk as a sentence of the page, by its name. */
const WORDS: Readonly<Record<keyof Quirks, (value: unknown) => string>> = {
  maxTokensField: (field) => `the output limit is \`${field}\``,
  thinking: (form) => `thinking: ${THINKING[form as NonNullable<Quirks['thinking']>]}`,
  efforts: (efforts) => `efforts: ${list(efforts)}; others become the next weaker of these`,
  thinkingBudget: (range) => `the budget is moved into ${JSON.stringify(range)}`,
  thinkingType: (type) => `where it shall think, the type is \`${type}\``,
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

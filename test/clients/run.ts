/** `npm run test:clients`: see README.md. */

import { parseArgs } from 'node:util';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { OVERFLOW_FIXTURES } from '../fixtures/context-overflow.ts';
import { CLIENT_KEY } from '../support/config-file.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { startRedwolf } from '../support/redwolf-process.ts';
import { VARIANTS, type Variant } from './agent-script.ts';
import { type ClientResult, type ClientSetting, playClaudeCode } from './claude-code.ts';
import { CODEX_VARIANTS, playCodex } from './codex.ts';
import { playOpencode, playOpencodeAsAnthropic } from './opencode.ts';
import { playOverflow } from './overflow.ts';
import { playQwenCode } from './qwen-code.ts';
import { PLATFORM_MODEL } from './scripted-platform.ts';
import { startTextAdapter } from './text-adapter.ts';

const CLAUDE_CODE_PATH = '/api/v1/claude-code';

// Each is relayed byte for byte, so that what differs is what the clients make of it.
const CHAT_VARIANTS: readonly Variant[] = ['plain', 'reasoning', 'onechunk', 'finishstop', 'comments'];

/** A variant of its own: another script, played once for each platform. */
const OVERFLOW = 'overflow';

const { values } = parseArgs({
  options: {
    claude: { type: 'string' },
    codex: { type: 'string' },
    opencode: { type: 'string' },
    qwen: { type: 'string' },
    variant: { type: 'string', default: [...VARIANTS, OVERFLOW].join(',') },
    timeout: { type: 'string', default: '90' },
    keep: { type: 'boolean', default: false },
    'text-tools': { type: 'boolean', default: false },
  },
});

process.exitCode = await main();

/** The exit code: 0 if all went well. */
async function main(): Promise<number> {
  if ([values.claude, values.codex, values.opencode, values.qwen].every((program) => program === undefined)) {
    console.error('Name a client: --claude, --codex, --opencode or --qwen PATH.');
    return 2;
  }
  const platform = await FakePlatform.start();
  const origin = `${platform.origin}/v1`;
  const adapter = values['text-tools'] ? await startTextAdapter(origin) : undefined;
  const converting = await startConverting(platform, adapter === undefined ? origin : `${adapter.origin}/v1`);
  const relaying = await startRelaying(converting);
  let failures = 0;
  try {
    failures += await playAll(platform, converting, relaying);
  } finally {
    await relaying.stop();
    await converting.stop();
    await adapter?.close();
    await platform.close();
  }
  console.log(failures === 0 ? 'All is well.' : `${failures} failed.`);
  return failures === 0 ? 0 : 1;
}

async function playAll(platform: FakePlatform, converting: Redwolf, relaying: Redwolf): Promise<number> {
  const setting = { platform, key: CLIENT_KEY, limitSeconds: Number(values.timeout), keep: values.keep };
  let failures = 0;
  if (values.claude !== undefined) {
    const program = values.claude;
    const direct: ClientSetting = { ...setting, program, baseUrl: converting.url + CLAUDE_CODE_PATH };
    for (const variant of chosen(VARIANTS)) {
      failures += report(`claude ${variant}`, await playClaudeCode(variant, direct));
    }
    if (chosen(['plain']).length > 0) {
      const relayed: ClientSetting = { ...setting, program, baseUrl: relaying.url + CLAUDE_CODE_PATH };
      failures += report('claude plain, through two', await playClaudeCode('plain', relayed));
    }
    if (values.variant.split(',').includes(OVERFLOW)) failures += await playOverflows(direct);
  }
  if (values.codex !== undefined) {
    const direct: ClientSetting = { ...setting, program: values.codex, baseUrl: `${converting.url}/v1` };
    for (const variant of chosen(CODEX_VARIANTS))
      failures += report(`codex ${variant}`, await playCodex(variant, direct));
  }
  for (const [name, program, play] of [
    ['opencode', values.opencode, playOpencode],
    ['opencode as Anthropic', values.opencode, playOpencodeAsAnthropic],
    ['qwen', values.qwen, playQwenCode],
  ] as const) {
    if (program === undefined) continue;
    const relayed: ClientSetting = { ...setting, program, baseUrl: `${converting.url}/v1` };
    for (const variant of chosen(CHAT_VARIANTS)) failures += report(`${name} ${variant}`, await play(variant, relayed));
    // To Anthropic's protocol, and in the second redwolf back again.
    const converted: ClientSetting = { ...relayed, baseUrl: `${relaying.url}/v1` };
    for (const variant of chosen(['plain', 'reasoning']))
      failures += report(`${name} ${variant}, converted twice`, await play(variant, converted));
  }
  return failures;
}

/** Every platform's overflow, word by word. */
async function playOverflows(setting: ClientSetting): Promise<number> {
  let failures = 0;
  for (const fixture of OVERFLOW_FIXTURES) {
    const model = `${fixture.protocol === 'openai-chat' ? 'up' : 'up-anthropic'}:${PLATFORM_MODEL}`;
    failures += report(`claude overflow, ${fixture.platform}`, await playOverflow(fixture, { ...setting, model }));
  }
  return failures;
}

/**
 * Converts to the scripted platform; only what names the other one gets Anthropic's protocol there.
 * @param chatBase the platform's address for chat, or that of the adapter before it
 */
function startConverting(platform: FakePlatform, chatBase: string): Promise<Redwolf> {
  const chat = { type: 'openai-compatible', base_url: chatBase };
  const anthropic = { type: 'anthropic-compatible', base_url: platform.origin };
  const shared = { api_key: 'k-upstream', models: [{ id: PLATFORM_MODEL, text_tools: values['text-tools'] }] };
  return startRedwolf({
    platforms: [
      { id: 'up', ...chat, ...shared },
      { id: 'up-anthropic', ...anthropic, ...shared },
    ],
    routing: { mode: 'global_direct', model_priority_list: [`up:${PLATFORM_MODEL}`] },
  });
}

/** Has the other one as its Anthropic platform. */
function startRelaying(converting: Redwolf): Promise<Redwolf> {
  const base = converting.url + CLAUDE_CODE_PATH;
  return startRedwolf({
    platforms: [{ id: 'next', type: 'anthropic', base_url: base, api_key: CLIENT_KEY, models: ['claude-opus-5-5'] }],
    routing: { mode: 'claude_code' },
    keys: [{ name: 'test', key: CLIENT_KEY }],
  });
}

function chosen(variants: readonly Variant[]): Variant[] {
  const wanted = values.variant.split(',');
  return variants.filter((variant) => wanted.includes(variant));
}

function report(name: string, { faults, ms, requests, note, folder }: ClientResult): number {
  const more = note === undefined ? '' : `, ${note}`;
  console.log(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(28)} ${ms} ms, ${requests} requests${more}`);
  for (const fault of faults.slice(0, 12)) console.log(`     - ${fault}`);
  if (folder !== undefined) console.log(`       ${folder}`);
  return faults.length === 0 ? 0 : 1;
}

import { refName } from '../routing/catalog.ts';
import { claudeCodeUpstreams } from '../routing/modes/claude-code.ts';
import type { Routing } from '../routing/routing.ts';
import { dataDirArgument, programName } from './command-line.ts';

export interface BannerFacts {
  readonly url: string;
  readonly version: string;
  readonly dataDir: string;
  readonly routing: Routing;
  readonly firstKey: string | undefined;
  readonly adminPassword: string | undefined;
  /** Why it runs and serves nobody. */
  readonly problem?: string | undefined;
}

const SHOWN_MODELS = 5;

/** What the user reads after the start: where redwolf is, how to get in, and lines to paste. */
export function banner(facts: BannerFacts): string[] {
  const { url, firstKey, adminPassword, routing } = facts;
  const key = firstKey ?? 'YOUR_KEY';
  return [
    '',
    `redwolf ${facts.version} runs at ${url}`,
    '',
    ...(facts.problem === undefined ? [] : [`  READ-ONLY     ${facts.problem}`, '']),
    `  Log in        ${url}`,
    adminPassword === undefined
      ? '                with your admin password (lost? start once with REDWOLF_ADMIN_PASSWORD=…)'
      : `                password  ${adminPassword}   (shown only now)`,
    ...keyLines(facts),
    `  Data          ${facts.dataDir}`,
    `  Mode          ${routing.mode}`,
    `  Answers       ${answers(routing)}`,
    '',
    firstKey === undefined ? '  Try it (with a client key of yours for YOUR_KEY)' : '  Try it',
    `    curl ${url}/v1/messages -H "x-api-key: ${key}" -H "content-type: application/json" \\`,
    `      -d '{"model": "claude-sonnet-4-5", "max_tokens": 200, "messages": [{"role": "user", "content": "Hello"}]}'`,
    '',
    '  Claude Code',
    `    export ANTHROPIC_BASE_URL=${url}/api/v1/claude-code`,
    `    export ANTHROPIC_AUTH_TOKEN=${key}`,
    '    claude',
    '',
  ];
}

function keyLines({ firstKey, dataDir }: BannerFacts): string[] {
  if (firstKey !== undefined) return [`  Client key    ${firstKey}   (shown only now)`];
  const program = programName(process.argv[1] ?? '', process.cwd());
  const where = dataDirArgument(dataDir);
  return [`  Client keys   ${program} key list${where}`, `                ${program} key create NAME${where}`];
}

function answers(routing: Routing): string {
  if (routing.mode === 'claude_code') {
    const ids = claudeCodeUpstreams(routing).map(({ id }) => id);
    return ids.length === 0
      ? 'nobody yet: no platform speaks the protocol of Anthropic'
      : `the client's model on ${ids.join(', ')}`;
  }
  const names = routing.priorityList.map(refName);
  if (names.length === 0) return 'nobody yet: no platform has models; add them to redwolf.yaml';
  if (names[0] === 'demo:demo')
    return 'the built-in demo (no platform is configured, and no Ollama or LM Studio was found)';
  const more = names.length > SHOWN_MODELS ? ` and ${names.length - SHOWN_MODELS} more` : '';
  return names.slice(0, SHOWN_MODELS).join(', then ') + more;
}

import type { AdminAccess } from '../admin/ensure-administrator.ts';
import type { CaptureLevel } from '../config/key-policy.ts';
import { refName } from '../routing/catalog.ts';
import { claudeCodeUpstreams } from '../routing/modes/claude-code.ts';
import type { Routing } from '../routing/routing.ts';
import { dataDirArgument, programName } from './command-line.ts';

export interface BannerFacts {
  readonly url: string;
  readonly version: string;
  readonly dataDir: string;
  readonly routing: Routing;
  readonly capture: CaptureLevel;
  /** Ids of platforms that are being asked for their models. */
  readonly awaited: readonly string[];
  readonly firstKey: string | undefined;
  readonly adminAccess: AdminAccess;
  /** Why it runs and serves nobody. */
  readonly problem?: string | undefined;
}

const SHOWN_MODELS = 5;

const CAPTURE: Readonly<Record<CaptureLevel, string>> = {
  full: 'are kept in the data directory, with the replies (redwolf.yaml: `capture: off` ends it)',
  metadata: 'are not kept, only heads and sizes of requests and replies',
  off: 'are not kept',
};

/** What the user reads after the start: where redwolf is, how to get in, and lines to paste. */
export function banner(facts: BannerFacts): string[] {
  const { url, firstKey, adminAccess, routing, awaited } = facts;
  const key = firstKey ?? 'YOUR_KEY';
  return [
    '',
    `redwolf ${facts.version} runs at ${url}`,
    '',
    ...(facts.problem === undefined ? [] : [`  READ-ONLY     ${facts.problem}`, '']),
    `  Log in        ${url}`,
    ...loginLines(adminAccess),
    ...keyLines(facts),
    `  Data          ${facts.dataDir}`,
    `  Prompts       ${CAPTURE[facts.capture]}`,
    `  Mode          ${routing.mode}`,
    `  Answers       ${answers(routing, awaited)}`,
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

function loginLines(access: AdminAccess): string[] {
  if (access === 'password') {
    return ['                with your admin password (lost? start once with REDWOLF_ADMIN_PASSWORD=…)'];
  }
  if (access === 'initial-password') {
    return ['                name  admin   password  admin   (you will be asked to change it)'];
  }
  return [`                setup token  ${access.setupToken}   (valid once, until the next start)`];
}

function keyLines({ firstKey, dataDir }: BannerFacts): string[] {
  if (firstKey !== undefined) return [`  Client key    ${firstKey}   (shown only now)`];
  const program = programName(process.argv[1] ?? '', process.cwd());
  const where = dataDirArgument(dataDir);
  return [`  Client keys   ${program} key list${where}`, `                ${program} key create NAME${where}`];
}

function answers(routing: Routing, awaited: readonly string[]): string {
  if (routing.mode === 'claude_code') {
    const ids = claudeCodeUpstreams(routing).map(({ id }) => id);
    return ids.length === 0
      ? 'nobody yet: no platform speaks the protocol of Anthropic'
      : `the client's model on ${ids.join(', ')}`;
  }
  const names = routing.priorityList.map(refName);
  if (names.length === 0 && awaited.length > 0)
    return `nobody yet: ${awaited.join(', ')} will say which models there are`;
  if (names.length === 0) return 'nobody yet: no platform has models; add them to redwolf.yaml';
  if (names[0] === 'demo:demo')
    return 'the built-in demo (no platform is configured, and no Ollama or LM Studio was found)';
  const more = names.length > SHOWN_MODELS ? ` and ${names.length - SHOWN_MODELS} more` : '';
  return names.slice(0, SHOWN_MODELS).join(', then ') + more;
}

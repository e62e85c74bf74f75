import { header } from '../../lib/headers.ts';
import { asString } from '../../lib/json.ts';
import { agentOf } from './agent.ts';
import { clientOf } from './client.ts';
import { codexMetadata } from './codex-metadata.ts';
import { plainId } from './ids.ts';
import { kindOf } from './kind.ts';
import type { Reading } from './reading.ts';
import { objectField, type RequestView } from './request-view.ts';
import { sessionOf } from './session.ts';
import { billingHeader } from './system-text.ts';

/**
 * What kind of call a request is, of which session and agent: by its headers, else by a few places of its body, which is not
 * parsed. It takes microseconds and never throws; an odd body is a `main` without words.
 */
export function readRequest(request: RequestView): Reading {
  const codex = codexMetadata(request);
  const billing = billingHeader(request);
  const client = clientOf(request.headers) ?? (billing === '' ? null : 'claude-code');
  const agent = agentOf(request, billing, codex);
  return {
    kind: kindOf(request, client, codex),
    client,
    session: sessionOf(request, codex),
    isSubagent: agent !== null,
    agent,
    promptId: plainId(promptOf(request, codex.turn)),
  };
}

function promptOf(request: RequestView, codexTurn: string | undefined): string | undefined {
  const named = header(request.headers, 'x-claude-code-prompt-id') ?? codexTurn;
  if (named !== undefined || request.protocol !== 'openai-chat') return named;
  // qwen-code, where the platform is DashScope.
  return asString(objectField(request, 'metadata')?.['promptId']);
}

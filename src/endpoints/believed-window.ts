import { header, type IncomingHeaders } from '../lib/headers.ts';

const USUAL_WINDOW = 200_000;
const LARGE_WINDOW = 1_000_000;

/**
 * How many tokens Claude Code believes the model's window to have; undefined for any other client, of which that is not
 * known. It goes by the model's name alone: 200,000 for the Claude models that it knows, a million with the beta that its
 * `[1m]` suffix turns into, and a million for a name that it does not know. Seen with Claude Code 2.1.330.
 *
 * @param model as the client named it
 */
export function believedWindow(headers: IncomingHeaders, model: string): number | undefined {
  if (!header(headers, 'user-agent')?.startsWith('claude-cli/')) return undefined;
  const isLarge = header(headers, 'anthropic-beta')?.includes('context-1m') === true;
  return isLarge || !isKnown(model) ? LARGE_WINDOW : USUAL_WINDOW;
}

function isKnown(model: string): boolean {
  return /claude-(\d|opus|sonnet|haiku)/.test(model);
}

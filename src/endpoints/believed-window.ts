import { header, type IncomingHeaders } from '../lib/headers.ts';

const SMALL_WINDOW = 200_000;
const LARGE_WINDOW = 1_000_000;

const SMALL = /claude-(3|(opus|sonnet|haiku)-[34])/;

/**
 * How many tokens Claude Code believes the model's window to have; undefined for any other client, of which that is not
 * known. It goes by the model's name alone: 200,000 for Claude 3 and 4, a million for later ones, for names that it does
 * not know, and with the beta that its `[1m]` suffix turns into. Seen with Claude Code 2.1.330 (`modelUsage` of its
 * `--output-format json`).
 *
 * @param model as the client named it
 */
export function believedWindow(headers: IncomingHeaders, model: string): number | undefined {
  if (!header(headers, 'user-agent')?.startsWith('claude-cli/')) return undefined;
  const isLarge = header(headers, 'anthropic-beta')?.includes('context-1m') === true;
  return isLarge || !SMALL.test(model) ? LARGE_WINDOW : SMALL_WINDOW;
}

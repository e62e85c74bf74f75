import type { Block } from '../turn/request.ts';
import type { Call } from './call.ts';

const BYTES_PER_TOKEN = 4;
// What an image of usual size costs with Anthropic: width × height / 750, at most about 1,600.
const TOKENS_PER_IMAGE = 1_500;

/** A cheap estimate of the request's tokens, shown until the platform reports the true number. */
export function estimateInputTokens(call: Call, isRelay: boolean): number {
  const bytes = call.request.body.length;
  if (isRelay) return Math.ceil(bytes / BYTES_PER_TOKEN);
  let mediaBytes = 0;
  let images = 0;
  const visit = (block: Block): void => {
    if (block.type === 'image' || block.type === 'document') {
      if (block.source.kind !== 'base64') return;
      mediaBytes += block.source.data.length;
      images++;
    } else if (block.type === 'tool-result') block.content.forEach(visit);
  };
  for (const message of call.turn().messages) message.content.forEach(visit);
  return Math.ceil((bytes - mediaBytes) / BYTES_PER_TOKEN) + images * TOKENS_PER_IMAGE;
}

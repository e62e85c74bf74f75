/** From the events of a stream to the reply that the same model would have given in one piece. */

import { isFields, textOf } from './fields.ts';
import { rebuildChat, rebuildOllama } from './rebuild-chat.ts';
import { rebuildMessage } from './rebuild-message.ts';
import { rebuildResponse } from './rebuild-response.ts';

/** @param values the JSON of the events, in order @returns undefined where their protocol is not known */
export function rebuildReply(values: readonly unknown[]): unknown {
  const events = values.filter(isFields);
  for (const event of events) {
    const type = textOf(event['type']);
    if (type.startsWith('response.')) return rebuildResponse(events);
    if (type === 'message_start' || type.startsWith('content_block_')) return rebuildMessage(events);
    if (Array.isArray(event['choices'])) return rebuildChat(events);
    if (isFields(event['message']) && typeof event['done'] === 'boolean') return rebuildOllama(events);
  }
  return events.find((event) => event['error'] !== undefined);
}

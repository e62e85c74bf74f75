/** The conversation without tools: calls are what the assistant wrote, results are what the user said. */

import type { Block, Message, ToolResultBlock } from '../request.ts';
import { RESULT_CLOSE, RESULT_OPEN, writeCall, writeResult } from './form.ts';

const MISSING_RESULT = 'The tool call was interrupted; there is no result.';

/** Fields of chat messages that would bring calls back; the turn carries what they say. */
const CALL_FIELDS = new Set(['tool_calls', 'function_call']);

/**
 * Calls and results as text. Results have no ids then, so they stand in the order of their calls, first in the next
 * message of the user, whatever order and messages they came in; a missing one is said to be missing.
 */
export function historyAsText(messages: readonly Message[]): Message[] {
  const written: Message[] = [];
  const given = new Set<ToolResultBlock>();
  let due: Block[] = [];
  for (const [index, message] of messages.entries()) {
    if (message.role === 'assistant') {
      due.push(...resultsFor(message, messages.slice(index + 1), given));
      written.push(hasTools(message) ? rewritten(message, assistantBlocks(message.content)) : message);
    } else if (message.role === 'user' && (due.length > 0 || hasTools(message))) {
      const content = [...due, ...message.content.flatMap((block) => userBlocks(block, given))];
      due = [];
      if (content.length > 0) written.push(rewritten(message, content));
    } else written.push(message);
  }
  return written;
}

/** True for a message with calls or results. */
export function hasTools({ content }: Message): boolean {
  return content.some((block) => block.type === 'tool-call' || block.type === 'tool-result');
}

function rewritten({ role, extra }: Message, content: readonly Block[]): Message {
  if (extra === undefined) return { role, content };
  // Without the source's spelling, which is that of the message as it was.
  const fields = Object.fromEntries(Object.entries(extra.fields).filter(([name]) => !CALL_FIELDS.has(name)));
  return { role, content, extra: { protocol: extra.protocol, fields } };
}

/** Text and calls next to each other in one block, so that the model sees them as it wrote them. */
function assistantBlocks(content: readonly Block[]): Block[] {
  const blocks: Block[] = [];
  let isAfterCall = false;
  for (const block of content) {
    const isCall = block.type === 'tool-call';
    const written: Block = isCall ? { type: 'text', text: writeCall(block.name, block.input) } : block;
    const last = blocks.at(-1);
    if (last?.type === 'text' && written.type === 'text' && (isCall || isAfterCall))
      blocks[blocks.length - 1] = { ...last, text: last.text === '' ? written.text : `${last.text}\n${written.text}` };
    else blocks.push(written);
    isAfterCall = isCall;
  }
  return blocks;
}

/**
 * The results of a message's calls.
 *
 * @param later the messages after it; what the user says before the assistant's next turn is looked through
 * @param given takes the results that were found
 */
function resultsFor({ content }: Message, later: readonly Message[], given: Set<ToolResultBlock>): Block[] {
  const calls = content.filter((block) => block.type === 'tool-call');
  if (calls.length === 0) return [];
  const answers = answersIn(later);
  return calls.flatMap(({ id }): Block[] => {
    const result = answers.find((candidate) => candidate.callId === id && !given.has(candidate));
    if (result === undefined) return [{ type: 'text', text: writeResult(MISSING_RESULT) }];
    given.add(result);
    return resultBlocks(result);
  });
}

/** Several messages of the assistant in a row are one turn; the answers come behind the last. */
function answersIn(later: readonly Message[]): ToolResultBlock[] {
  const start = later.findIndex(({ role }) => role !== 'assistant');
  if (start < 0) return [];
  const end = later.findIndex(({ role }, index) => index > start && role === 'assistant');
  const said = later.slice(start, end < 0 ? later.length : end);
  return said.flatMap(({ content }) => content.filter((block) => block.type === 'tool-result'));
}

/** Nothing for a result that stands with its call already. */
function userBlocks(block: Block, given: ReadonlySet<ToolResultBlock>): Block[] {
  if (block.type !== 'tool-result') return [block];
  return given.has(block) ? [] : resultBlocks(block);
}

/** A result between its tags. Images and files keep their place in it, as blocks of their own. */
function resultBlocks({ content, isError }: ToolResultBlock): Block[] {
  const texts = content.flatMap((block) => (block.type === 'text' ? [block.text] : []));
  const isMarked = isError === true && !/^error/i.test(texts[0] ?? '');
  if (texts.length === content.length) {
    const text = texts.join('\n\n');
    return [{ type: 'text', text: writeResult(isMarked ? `Error: ${text}` : text) }];
  }
  const opening = isMarked ? `${RESULT_OPEN}\nError:` : RESULT_OPEN;
  return [{ type: 'text', text: opening }, ...content, { type: 'text', text: RESULT_CLOSE }];
}

import { type Conversation, type Message, wordsOf } from './parts.ts';

/** What a request says, without what only its protocol wants: where the system speaks, and in whose message a tool answers. */
export interface Comparable {
  readonly system: string;
  readonly tools: readonly { readonly name: string; readonly about: string }[];
  readonly messages: readonly Message[];
}

/** Brings a conversation into a form that is the same for every protocol. */
export function comparableOf({ system, tools, messages }: Conversation): Comparable {
  const first = messages.findIndex(({ role }) => role !== 'system' && role !== 'developer');
  const head = messages.slice(0, first < 0 ? messages.length : first);
  return {
    system: wordsOf([...system, ...head.flatMap(({ parts }) => parts)]),
    tools: tools.map(({ name, about }) => ({ name, about })),
    messages: messages.slice(head.length).flatMap(withoutResults),
  };
}

/** Anthropic's protocol has the results of tools in messages of the user. */
function withoutResults({ role, parts }: Message): readonly Message[] {
  if (role !== 'user') return [{ role, parts }];
  const results = parts.filter(({ kind }) => kind === 'tool-result');
  const rest = parts.filter(({ kind }) => kind !== 'tool-result');
  return [
    ...(results.length > 0 ? [{ role: 'tool', parts: results }] : []),
    ...(rest.length > 0 || results.length === 0 ? [{ role, parts: rest }] : []),
  ];
}

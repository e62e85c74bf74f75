/** One message of a conversation that is tried. */
export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

export interface Prompt {
  /** The last one is the user's. */
  readonly turns: readonly Turn[];
  readonly hasPicture: boolean;
  readonly hasTools: boolean;
}

export const EMPTY_PROMPT: Prompt = { turns: [{ role: 'user', text: '' }], hasPicture: false, hasTools: false };

/** The smallest picture there is. */
const PIXEL = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
const TOOL = { name: 'Read', description: 'Reads a file.', input_schema: { type: 'object', properties: {} } };

/** The request that it stands for; undefined where nothing is said yet. */
export function requestOf({ turns, hasPicture, hasTools }: Prompt): object | undefined {
  const said = turns.filter(({ text }) => text.trim() !== '');
  if (said.at(-1)?.role !== 'user') return undefined;
  const messages = said.map(({ role, text }, index) => ({
    role,
    content: [...(hasPicture && index === said.length - 1 ? [picture()] : []), { type: 'text', text }],
  }));
  return { messages, ...(hasTools && { tools: [TOOL] }) };
}

function picture(): object {
  return { type: 'image', source: { type: 'base64', media_type: 'image/gif', data: PIXEL } };
}

/** The official SDK reads what redwolf sent: its own view is part of the assertions. */

import Anthropic from '@anthropic-ai/sdk';
import type { Reply } from './http-client.ts';
import type { Message } from './wire.ts';

const PARAMS = { model: 'x', max_tokens: 1, messages: [{ role: 'user' as const, content: 'x' }] };

/** The message that the SDK builds from a streamed reply. Rejects where the SDK does. */
export async function sdkMessage(reply: Reply): Promise<Message> {
  const message = await clientOf(reply).messages.stream(PARAMS).finalMessage();
  return JSON.parse(JSON.stringify(message)) as Message;
}

/** What the tests look at in an error of the SDK. */
export interface SdkError extends Error {
  /** The type that stood in the body. */
  readonly type?: string;
  /** The message that stood in the body. */
  readonly apiMessage?: string;
}

/** The error that the SDK throws for a reply, or undefined if it throws none. */
export async function sdkError(reply: Reply): Promise<SdkError | undefined> {
  try {
    await clientOf(reply).messages.create(PARAMS);
    return undefined;
  } catch (error) {
    return error as SdkError;
  }
}

/** A client whose every call is answered by that reply. */
function clientOf(reply: Reply): Anthropic {
  const headers = new Headers();
  for (const [name, value] of Object.entries(reply.headers)) if (typeof value === 'string') headers.set(name, value);
  const body = new Uint8Array(reply.raw);
  const answer = async () => new Response(new Blob([body]).stream(), { status: reply.status, headers });
  return new Anthropic({ apiKey: 'x', baseURL: 'http://127.0.0.1:1', maxRetries: 0, fetch: answer });
}

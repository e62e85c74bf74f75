/** OpenAI's own client, as people use it. */

import OpenAI from 'openai';
import { CLIENT_KEY } from './config-file.ts';
import type { Redwolf } from './redwolf.ts';

/** A client of that gateway, which never tries again. */
export function openaiClient(redwolf: Redwolf, apiKey: string = CLIENT_KEY): OpenAI {
  return new OpenAI({ apiKey, baseURL: `${redwolf.url}/v1`, maxRetries: 0 });
}

/** The error that a call ends with. Fails if it ends well. */
export async function errorOf(call: PromiseLike<unknown>): Promise<InstanceType<typeof OpenAI.APIError>> {
  try {
    await call;
  } catch (error) {
    if (error instanceof OpenAI.APIError) return error;
    throw error;
  }
  throw new Error('the call went well');
}

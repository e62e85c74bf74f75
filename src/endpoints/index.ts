import { chatCompletions } from './chat-completions.ts';
import { countTokens } from './count-tokens.ts';
import type { Endpoint } from './endpoint.ts';
import { hello } from './hello.ts';
import { messages } from './messages.ts';
import { models } from './models.ts';
import { responses } from './responses.ts';
import { routingPreview } from './routing-preview.ts';

/** Every client-facing endpoint. One sorted line each. */
export const ENDPOINTS: readonly Endpoint[] = [
  chatCompletions,
  countTokens,
  hello,
  messages,
  models,
  responses,
  routingPreview,
];

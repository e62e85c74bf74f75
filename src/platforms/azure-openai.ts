import { openai } from './openai.ts';
import { CLOUD_TIMEOUTS, type Platform } from './platform.ts';

/**
 * Azure OpenAI by its v1 API, which needs no `api-version`. The address is that of the user's own resource,
 * `https://NAME.openai.azure.com`, and a model is a deployment's name. The older API by deployment is not spoken.
 */
export const azureOpenai = {
  type: 'azure-openai',
  name: 'Azure OpenAI',
  protocols: [{ protocol: 'openai-chat', path: '/openai/v1', auth: 'api-key', quirks: openai.protocols[0].quirks }],
  needsKey: true,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  sources: [
    'https://raw.githubusercontent.com/openai/openai-node/HEAD/azure.md (the v1 API)',
    'https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle (no api-version; not read here, named there)',
    'Its habits are taken to be those of OpenAI.',
  ],
} satisfies Platform;

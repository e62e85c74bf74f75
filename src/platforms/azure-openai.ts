import {
  OPENAI_CHAT_MODELS,
  OPENAI_CHAT_QUIRKS,
  OPENAI_RESPONSES_ALONE,
  OPENAI_RESPONSES_MODELS,
  OPENAI_RESPONSES_QUIRKS,
} from './openai.ts';
import { CLOUD_TIMEOUTS, type Platform } from './platform.ts';

/**
 * Azure OpenAI by its v1 API, which needs no `api-version`. The address is that of the user's own resource,
 * `https://NAME.openai.azure.com`, and a model is a deployment's name. The older API by deployment is not spoken.
 */
export const azureOpenai = {
  type: 'azure-openai',
  name: 'Azure OpenAI',
  protocols: [
    {
      protocol: 'openai-chat',
      path: '/openai/v1',
      auth: 'api-key',
      quirks: OPENAI_CHAT_QUIRKS,
      modelQuirks: OPENAI_CHAT_MODELS,
    },
    {
      protocol: 'openai-responses',
      path: '/openai/v1',
      sharesBaseUrl: true,
      servesAlone: OPENAI_RESPONSES_ALONE,
      auth: 'api-key',
      quirks: OPENAI_RESPONSES_QUIRKS,
      modelQuirks: OPENAI_RESPONSES_MODELS,
    },
  ],
  // Its list names what could be deployed, not what is.
  modelList: 'none',
  needsKey: true,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  notes: [
    'A model is the name of a deployment, so `models` has to be given. What is known of a model goes by its name: call the deployment as the model is called.',
  ],
  sources: [
    'https://raw.githubusercontent.com/openai/openai-node/HEAD/azure.md (the v1 API)',
    'https://learn.microsoft.com/rest/api/cognitiveservices/azureopenaistable/models/list (base models and fine-tuned ones)',
  ],
  unconfirmed: ['Its habits are taken to be those of OpenAI.'],
} satisfies Platform;

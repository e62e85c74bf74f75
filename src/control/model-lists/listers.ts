import type { ModelListKind, Platform } from '../../platforms/platform.ts';
import { listAnthropic } from './anthropic.ts';
import { listLlamaCpp } from './llama-cpp.ts';
import { listLmstudio } from './lmstudio.ts';
import type { ModelLister } from './model-list.ts';
import { listOllama } from './ollama.ts';
import { listOpenai } from './openai.ts';
import { listOpenrouter } from './openrouter.ts';
import { listSiliconflow } from './siliconflow.ts';

const LISTERS: Readonly<Record<ModelListKind, ModelLister | undefined>> = {
  anthropic: listAnthropic,
  'llama-cpp': listLlamaCpp,
  lmstudio: listLmstudio,
  none: undefined,
  ollama: listOllama,
  openai: listOpenai,
  openrouter: listOpenrouter,
  siliconflow: listSiliconflow,
};

/** How this platform's models are listed; undefined where it has no list. */
export function listerFor({ modelList, protocols }: Platform): ModelLister | undefined {
  return LISTERS[modelList ?? (protocols[0].protocol === 'anthropic-messages' ? 'anthropic' : 'openai')];
}

import { anthropic } from './anthropic.ts';
import { anthropicCompatible } from './anthropic-compatible.ts';
import { azureOpenai } from './azure-openai.ts';
import { dashscope } from './dashscope.ts';
import { dashscopeIntl } from './dashscope-intl.ts';
import { deepseek } from './deepseek.ts';
import { demo } from './demo.ts';
import { gemini } from './gemini.ts';
import { groq } from './groq.ts';
import { llamaCpp } from './llama-cpp.ts';
import { lmstudio } from './lmstudio.ts';
import { minimax } from './minimax.ts';
import { minimaxIntl } from './minimax-intl.ts';
import { mistral } from './mistral.ts';
import { moonshot } from './moonshot.ts';
import { moonshotIntl } from './moonshot-intl.ts';
import { ollama } from './ollama.ts';
import { openai } from './openai.ts';
import { openaiCompatible } from './openai-compatible.ts';
import { openrouter } from './openrouter.ts';
import type { Platform } from './platform.ts';
import { siliconflow } from './siliconflow.ts';
import { siliconflowIntl } from './siliconflow-intl.ts';
import { vllm } from './vllm.ts';
import { volcengine } from './volcengine.ts';
import { xai } from './xai.ts';
import { zai } from './zai.ts';
import { zhipu } from './zhipu.ts';

/** Every platform that redwolf knows by itself. One sorted line each. */
const ALL: readonly Platform[] = [
  anthropic,
  anthropicCompatible,
  azureOpenai,
  dashscope,
  dashscopeIntl,
  deepseek,
  demo,
  gemini,
  groq,
  llamaCpp,
  lmstudio,
  minimax,
  minimaxIntl,
  mistral,
  moonshot,
  moonshotIntl,
  ollama,
  openai,
  openaiCompatible,
  openrouter,
  siliconflow,
  siliconflowIntl,
  vllm,
  volcengine,
  xai,
  zai,
  zhipu,
];

/** Platforms by their `type` in the configuration. */
export const PLATFORMS: ReadonlyMap<string, Platform> = new Map(ALL.map((platform) => [platform.type, platform]));

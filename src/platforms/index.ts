import { anthropic } from './anthropic.ts';
import { anthropicCompatible } from './anthropic-compatible.ts';
import { dashscope } from './dashscope.ts';
import { demo } from './demo.ts';
import { lmstudio } from './lmstudio.ts';
import { ollama } from './ollama.ts';
import { openai } from './openai.ts';
import { openaiCompatible } from './openai-compatible.ts';
import { openrouter } from './openrouter.ts';
import type { Platform } from './platform.ts';
import { siliconflow } from './siliconflow.ts';

/** Every platform that redwolf knows by itself. One sorted line each. */
const ALL: readonly Platform[] = [
  anthropic,
  anthropicCompatible,
  dashscope,
  demo,
  lmstudio,
  ollama,
  openai,
  openaiCompatible,
  openrouter,
  siliconflow,
];

/** Platforms by their `type` in the configuration. */
export const PLATFORMS: ReadonlyMap<string, Platform> = new Map(ALL.map((platform) => [platform.type, platform]));

/**
 * What is odd about each platform, as its server shows it: which requests the real one refuses, in its own words where
 * they are known, and what it needs to be told. Where these stand is in `sources` of the platform's own file.
 */

import type { ProtocolId } from '../../src/turn/request.ts';
import { anthropicAnswer, anthropicError } from './anthropic-replies.ts';
import {
  dashscopeHabits,
  deepseekHabits,
  glmHabits,
  minimaxHabits,
  moonshotHabits,
  siliconflowHabits,
} from './chinese-habits.ts';
import type { RecordedRequest, ScriptedReply } from './fake-platform.ts';
import { type Habit, type Loose, ollamaLevels, signedThinking, template, thinkingObject } from './habits.ts';
import { ollamaServer } from './ollama-server.ts';
import {
  geminiHabits,
  groqHabits,
  mistralHabits,
  openaiHabits,
  openrouterHabits,
  refusesTools,
  xaiHabits,
} from './openai-habits.ts';
import { answer, openaiError } from './openai-replies.ts';
import { responsesAnswer } from './responses-replies.ts';

/** The habits of every platform that has any, by type. */
export const HABITS: Readonly<Record<string, readonly Habit[]>> = {
  anthropic: [signedThinking('claude-opus-4-8')],
  'azure-openai': openaiHabits(),
  dashscope: dashscopeHabits(),
  'dashscope-intl': dashscopeHabits(),
  deepseek: deepseekHabits(),
  gemini: geminiHabits(),
  groq: groqHabits(),
  'llama-cpp': [template('qwen3')],
  minimax: minimaxHabits(),
  'minimax-intl': minimaxHabits(),
  mistral: mistralHabits(),
  moonshot: moonshotHabits(),
  'moonshot-intl': moonshotHabits(),
  ollama: [ollamaLevels('gpt-oss:20b', /gpt-oss/)],
  openai: openaiHabits(),
  openrouter: openrouterHabits(),
  siliconflow: siliconflowHabits(),
  'siliconflow-intl': siliconflowHabits(),
  vllm: [template('qwen3')],
  volcengine: [thinkingObject('doubao-seed-1-8-251228')],
  xai: xaiHabits(),
  zai: glmHabits(),
  zhipu: glmHabits(),
};

/** What no quirk can mend: another protocol has to be used. By type and protocol. */
const REFUSALS: Readonly<Record<string, (body: Loose) => string | undefined>> = {
  'azure-openai openai-chat': refusesTools,
  'openai openai-chat': refusesTools,
};

const ANSWERS: Readonly<Record<ProtocolId, (request: RecordedRequest) => ScriptedReply>> = {
  'anthropic-messages': anthropicAnswer(),
  'ollama-chat': (request) => ollamaServer()(request) ?? { status: 404, text: '404 page not found' },
  'openai-chat': answer({ text: 'hello' }),
  'openai-responses': responsesAnswer({ text: 'hello' }),
};

/** Answers as the platform does: 400 for what it refuses. */
export function dialect(type: string, protocol: ProtocolId): (request: RecordedRequest) => ScriptedReply {
  const habits = (HABITS[type] ?? []).filter(
    (habit) => habit.isRefused && (habit.protocol ?? 'openai-chat') === protocol,
  );
  return (request) => {
    const body: Loose = { ...request.body };
    const objection =
      habits
        .filter(({ models }) => models === undefined || models.test(String(body['model'])))
        .map((habit) => habit.objection(body))
        .find((message) => message !== undefined) ?? REFUSALS[`${type} ${protocol}`]?.(body);
    if (objection === undefined) return ANSWERS[protocol](request);
    const kind = 'invalid_request_error';
    return protocol === 'anthropic-messages' ? anthropicError(400, kind, objection) : openaiError(400, objection, kind);
  };
}

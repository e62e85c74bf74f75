import type { TestReply, TestRequest, TestStep } from '../admin/contract/platforms.ts';
import type { Clock } from '../lib/clock.ts';
import { messageOf } from '../lib/errors.ts';
import { readText } from '../lib/wire-text.ts';
import { CODECS } from '../protocols/index.ts';
import { AskFailure } from './ask-failure.ts';
import { type AskPorts, PlatformQuestions } from './ask-platform.ts';
import type { EffectivePlatform, Platforms } from './effective.ts';
import { listerFor } from './model-lists/listers.ts';

// A model on the user's own machine may have to be loaded first.
const CHAT_LIMIT_MS = 60_000;
const SHOWN = 200;

/**
 * Tests one platform as it is configured: its list of models and, if asked for, one token of a model. Never rejects: what
 * went wrong is the answer.
 */
export async function testPlatform(
  { id, type, config }: EffectivePlatform,
  types: Platforms,
  ports: AskPorts,
  request: TestRequest,
): Promise<TestReply> {
  const platform = types.get(type);
  if (config === undefined || platform === undefined) {
    const message = `redwolf knows no type "${type}".`;
    const list = { ok: false, url: '', status: null, milliseconds: 0, message, advice: 'Choose another type.' };
    return { platform: id, ok: false, models: [], list, chat: null };
  }
  const questions = new PlatformQuestions(config, platform, ports);
  const models: string[] = [];
  const list = await step(questions, ports.clock, async () => {
    if (listerFor(platform) === undefined) return 'It has no list of models.';
    models.push(...(await questions.list()).map((model) => model.id));
    return models.length === 0 ? 'It lists no models that can chat.' : `It lists ${models.length} models.`;
  });
  const model = request.model ?? config.models[0]?.id ?? models[0];
  const talk = new PlatformQuestions(config, platform, ports, model);
  const chat = request.chat === true ? await step(talk, ports.clock, () => chatWith(talk, model)) : null;
  return { platform: id, ok: list.ok && chat?.ok !== false, models, list, chat };
}

async function step(
  questions: PlatformQuestions,
  clock: Pick<Clock, 'monotonic'>,
  work: () => Promise<string>,
): Promise<TestStep> {
  const started = clock.monotonic();
  const done = (fields: Omit<TestStep, 'milliseconds'>): TestStep => ({
    ...fields,
    milliseconds: Math.round(clock.monotonic() - started),
  });
  try {
    return done({ ok: true, url: questions.address, status: 200, message: await work(), advice: null });
  } catch (error) {
    if (error instanceof AskFailure) {
      const { url, status, message, advice } = error;
      return done({ ok: false, url, status, message, advice });
    }
    const message = questions.scrub(messageOf(error));
    return done({
      ok: false,
      url: questions.address,
      status: 200,
      message,
      advice: 'Look at base_url and at the type.',
    });
  }
}

/** One token of the model, by the platform's own protocol. */
async function chatWith(questions: PlatformQuestions, model: string | undefined): Promise<string> {
  const { target } = questions.candidate;
  if (model === undefined) throw new Error('There is no model to ask: none is configured, and none was listed.');
  const { channel, upstream } = target;
  const codec = CODECS[channel.protocol];
  const asked = { model, max_tokens: 1, messages: [{ role: 'user', content: 'Say hi.' }] };
  const turn = CODECS['anthropic-messages'].decodeRequest(Buffer.from(JSON.stringify(asked)));
  const encoded = codec.encodeRequest(turn, { model, origin: upstream.id, quirks: channel.quirksFor(model) });
  const accept = encoded.stream ? codec.framing.mediaType : 'application/json';
  const reply = await questions.post(channel.url.path, encoded.body, accept, CHAT_LIMIT_MS);
  if (encoded.stream) return `${model} answered.`;
  const { content } = codec.decodeReply(reply.body, { origin: upstream.id, toolNames: encoded.toolNames });
  const text = content.map((block) => (block.type === 'text' ? readText(block.text) : '')).join('');
  return `${model} answered${text === '' ? '' : ` ${JSON.stringify(questions.scrub(text).slice(0, SHOWN))}`}.`;
}

/** Each quirk that a platform's file declares, against a server with the habit that the quirk stands for. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PLATFORMS } from '../../src/platforms/index.ts';
import type { PlatformProtocol } from '../../src/platforms/platform.ts';
import type { ProtocolId } from '../../src/turn/request.ts';
import { dialect, HABITS } from '../fake-platform/dialects.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import type { Habit, Loose } from '../fake-platform/habits.ts';
import type { PlatformEntry } from '../support/config-file.ts';
import { send } from '../support/http-client.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { startRedwolf } from '../support/redwolf-process.ts';

const PATHS: Readonly<Record<ProtocolId, string>> = {
  'openai-chat': 'chat/completions',
  'openai-responses': 'responses',
  'anthropic-messages': 'messages',
  'ollama-chat': 'api/chat',
};
const QUESTION = [{ role: 'user', content: 'hi' }];

const described = [...PLATFORMS.values()].flatMap(({ type, protocols }) =>
  protocols.map((spoken) => ({ type, spoken })),
);

let platform: FakePlatform;
let redwolf: Redwolf;

before(async () => {
  platform = await FakePlatform.start();
  const entries = described.map(({ type, spoken: { protocol } }): PlatformEntry => {
    const url = platform.origin + base(type, protocol);
    return { id: `${type}--${protocol}`, type, base_urls: { [protocol]: url }, api_key: 'k', models: ['m'] };
  });
  redwolf = await startRedwolf({ platforms: entries.filter(({ type }) => type !== 'demo') });
});

after(async () => {
  await redwolf.stop();
  await platform.close();
});

function base(type: string, protocol: string): string {
  return `/${type}/${protocol}/v1`;
}

/** Each quirk with the models that have it: those of one pattern, or all others. */
function declaredBy({ quirks = {}, modelQuirks = [] }: PlatformProtocol): string[] {
  const special = modelQuirks.flatMap(({ models, quirks: some }) =>
    Object.keys(some).map((quirk) => `${quirk} of ${models.source}`),
  );
  return [...Object.keys(quirks), ...special].sort();
}

/** The same for a habit: whose quirk is it that the habit's model meets? */
function metBy({ modelQuirks = [] }: PlatformProtocol, { quirk, model }: Habit): string {
  const special = modelQuirks.find(({ models }) => models.test(model));
  return special?.quirks[quirk] === undefined ? quirk : `${quirk} of ${special.models.source}`;
}

for (const { type, spoken } of described) {
  const protocol = spoken.protocol;
  const habits = (HABITS[type] ?? []).filter((habit) => (habit.protocol ?? 'openai-chat') === protocol);

  it(`${type}, ${protocol}: every quirk, of every kind of models, has its habit here`, () => {
    const met = habits.map((habit) => metBy(spoken, habit));
    assert.deepEqual([...new Set(met)].sort(), declaredBy(spoken));
  });

  describe(`${type}, ${protocol}`, () => {
    for (const habit of habits) {
      it(`${habit.quirk} (${habit.model})`, async () => {
        platform.play(dialect(type, protocol));
        await assertHabit(habit, type, protocol);
        const { status, text } = await ask('/v1/messages', habit, protocol, type, {
          max_tokens: 30_000,
          ...habit.asked,
        });
        const request = platform.requests.at(-1);
        assert.equal(status, 200, text);
        assert.equal(request?.body?.model, habit.model);
        assert.equal(habit.objection({ ...request?.body }), undefined, request?.raw.toString());
      });

      // What is no refusal is the platform's own default, which a client of its own protocol may want.
      if (!habit.isRefused || habit.isOwnField === true || protocol !== 'openai-chat') continue;
      it(`${habit.quirk} (${habit.model}), relayed`, async () => {
        platform.play(dialect(type, protocol));
        const { status, text } = await ask('/v1/chat/completions', habit, protocol, type, habit.wrong);
        assert.equal(status, 200, text);
        assert.equal(platform.requests.length, 1);
      });
    }
  });
}

function ask(path: string, { model }: Habit, protocol: ProtocolId, type: string, fields: Loose) {
  return redwolf.send(path, { body: { messages: QUESTION, ...fields, model: `${type}--${protocol}:${model}` } });
}

/** That the habit is one: a request which does not mind it is refused, or is not what the platform wants. */
async function assertHabit(habit: Habit, type: string, protocol: ProtocolId): Promise<void> {
  const wrong: Loose = { messages: QUESTION, ...habit.wrong, model: habit.model };
  assert.ok(habit.objection(wrong));
  if (!habit.isRefused) return;
  const reply = await send(`${platform.origin}${base(type, protocol)}/${PATHS[protocol]}`, { body: wrong });
  assert.equal(reply.status, 400);
}

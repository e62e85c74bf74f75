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

const PROTOCOLS = ['openai-chat', 'anthropic-messages', 'ollama-chat'] as const;
const PATHS: Partial<Record<ProtocolId, string>> = {
  'openai-chat': 'chat/completions',
  'anthropic-messages': 'messages',
  'ollama-chat': 'api/chat',
};
const QUESTION = [{ role: 'user', content: 'hi' }];

const described = [...PLATFORMS.values()].flatMap(({ type, protocols }) =>
  protocols.filter(({ protocol }) => PROTOCOLS.some((known) => known === protocol)).map((spoken) => ({ type, spoken })),
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

function declaredBy({ quirks, modelQuirks }: PlatformProtocol): string[] {
  const all = [quirks, ...(modelQuirks ?? []).map((special) => special.quirks)];
  return [...new Set(all.flatMap((some) => Object.keys(some ?? {})))].sort();
}

for (const { type, spoken } of described) {
  const protocol = spoken.protocol;
  const habits = (HABITS[type] ?? []).filter((habit) => (habit.protocol ?? 'openai-chat') === protocol);

  it(`${type}, ${protocol}: every quirk has its habit here`, () => {
    assert.deepEqual([...new Set(habits.map(({ quirk }) => quirk))].sort(), declaredBy(spoken));
  });

  describe(`${type}, ${protocol}`, () => {
    for (const habit of habits) {
      it(`${habit.quirk} (${habit.model})`, async () => {
        platform.play(dialect(type, protocol));
        await assertHabit(habit, type, protocol);
        const body = {
          max_tokens: 30_000,
          messages: QUESTION,
          ...habit.asked,
          model: `${type}--${protocol}:${habit.model}`,
        };
        const reply = await redwolf.send('/v1/messages', { body });
        const request = platform.requests.at(-1);
        assert.equal(reply.status, 200, reply.text);
        assert.equal(request?.body?.model, habit.model);
        assert.equal(habit.objection({ ...request?.body }), undefined, request?.raw.toString());
      });
    }
  });
}

/** That the habit is one: a request which does not mind it is refused, or is not what the platform wants. */
async function assertHabit(habit: Habit, type: string, protocol: ProtocolId): Promise<void> {
  const wrong: Loose = { messages: QUESTION, ...habit.wrong, model: habit.model };
  assert.ok(habit.objection(wrong));
  if (!habit.isRefused) return;
  const reply = await send(`${platform.origin}${base(type, protocol)}/${PATHS[protocol]}`, { body: wrong });
  assert.equal(reply.status, 400);
}

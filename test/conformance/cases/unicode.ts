import { answer, chunk, ROLE_CHUNK, sse, toolDelta } from '../../fake-platform/openai-replies.ts';
import { conversation, textOf } from '../../support/openai-rules.ts';
import { user, WEATHER } from '../../support/request-parts.ts';
import { both, type Case, one } from '../case.ts';

const QUESTION = 'emoji 👩‍👩‍👧‍👦 astral 𝔘𝔫𝔦 rtl שלום nul-less \u2028 end';
const ANSWER = '答: 👩‍👩‍👧‍👦 𝔘 \u2028 "quotes" \\ back\\slash \u0007';

export const UNICODE_CASES: readonly Case[] = [
  ...both('unicode/everything', {
    body: { system: 'Ünïcödé 系统', messages: [user(QUESTION)] },
    upstream: answer({ text: ANSWER, pieces: 7 }),
    async check(t) {
      await t.good();
      t.equal(textOf(conversation(t.sent)[0]?.content), QUESTION, 'request text');
      t.equal(t.text(), ANSWER);
    },
  }),
  one('unicode/surrogate-escapes-split', {
    stream: true,
    body: { tools: [WEATHER] },
    upstream: sse([
      ROLE_CHUNK,
      chunk(toolDelta(0, 'c', 'get_weather', '{"city":"\\ud83d')),
      chunk(toolDelta(0, null, null, '\\ude00 \\u4e16"}')),
      chunk({}, 'tool_calls'),
    ]),
    async check(t) {
      await t.good();
      t.equal(t.toolPairs(), [['get_weather', { city: '😀 世' }]], 'escape pair split over two fragments');
    },
  }),
];

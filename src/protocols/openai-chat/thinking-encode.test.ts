import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../lib/json.ts';
import { Losses } from '../../turn/losses.ts';
import type { Thinking, TurnRequest } from '../../turn/request.ts';
import type { Quirks } from '../quirks.ts';
import { encodeThinking } from './thinking-encode.ts';

type Wish = Pick<Partial<TurnRequest>, 'thinking' | 'effort'>;

const NOTHING: TurnRequest = { protocol: 'openai-chat', model: 'm', stream: false, system: [], messages: [] };

function encode(wish: Wish, quirks: Quirks = {}) {
  // OpenAI's clients know efforts alone.
  const protocol = wish.thinking === undefined ? 'openai-chat' : 'anthropic-messages';
  const turn: TurnRequest = { ...NOTHING, protocol, ...wish };
  const losses = new Losses();
  return { ...encodeThinking(turn, quirks, losses), losses: losses.list().map(({ path }) => path) };
}

const budget = (tokens: number): Thinking => ({ kind: 'budget', budget: tokens });
const ADAPTIVE: Thinking = { kind: 'adaptive' };
const DISABLED: Thinking = { kind: 'disabled' };

const EFFORT: Quirks = {};
const WIDE: Quirks = { efforts: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'] };
const THINK: Quirks = { thinking: 'think' };
const ENABLE: Quirks = { thinking: 'enable-thinking' };
const ALWAYS: Quirks = { thinking: 'always', efforts: ['low', 'high', 'max'] };
const SWITCH: Quirks = { thinking: 'thinking-object', thinkingType: 'adaptive', efforts: ['high', 'max'] };
const OBJECT: Quirks = { thinking: 'reasoning-object', efforts: ['minimal', 'low', 'medium', 'high', 'xhigh'] };

const CASES: readonly (readonly [string, Quirks, Wish, JsonObject, boolean])[] = [
  ['nothing was asked', EFFORT, {}, {}, false],
  ['a small budget', EFFORT, { thinking: budget(1024) }, { reasoning_effort: 'low' }, true],
  ['a middling budget', EFFORT, { thinking: budget(10_000) }, { reasoning_effort: 'medium' }, true],
  ["Claude Code's full budget", EFFORT, { thinking: budget(31_999) }, { reasoning_effort: 'high' }, true],
  ['an effort', EFFORT, { effort: 'medium' }, { reasoning_effort: 'medium' }, true],
  [
    'an effort that beats a budget',
    EFFORT,
    { effort: 'low', thinking: budget(31_999) },
    { reasoning_effort: 'low' },
    true,
  ],
  ['adaptive thinking', EFFORT, { thinking: ADAPTIVE }, {}, true],
  ['thinking between tools', EFFORT, { thinking: { kind: 'between-tools' } }, {}, true],
  ['no thinking', EFFORT, { thinking: DISABLED }, {}, false],
  ['no thinking, which beats an effort', EFFORT, { thinking: DISABLED, effort: 'high' }, {}, false],
  ['an effort beyond what is known', EFFORT, { effort: 'max' }, { reasoning_effort: 'high' }, true],
  ['an effort below what is known', EFFORT, { effort: 'minimal' }, { reasoning_effort: 'low' }, true],
  ['an effort that nobody knows', EFFORT, { effort: 'wild' }, { reasoning_effort: 'wild' }, true],
  ['no effort, where that is no word', EFFORT, { effort: 'none' }, {}, false],
  ['no effort, where it is one', WIDE, { effort: 'none' }, { reasoning_effort: 'none' }, false],
  ['a strong effort that is known', WIDE, { effort: 'xhigh' }, { reasoning_effort: 'xhigh' }, true],
  ['the strongest effort', WIDE, { effort: 'max' }, { reasoning_effort: 'xhigh' }, true],
  ['think: nothing was asked', THINK, {}, {}, false],
  ['think: an effort', THINK, { effort: 'high' }, { reasoning_effort: 'high' }, true],
  ['think: no thinking', THINK, { thinking: DISABLED, effort: 'high' }, { reasoning_effort: 'none' }, false],
  ['think: no effort', THINK, { effort: 'none' }, { reasoning_effort: 'none' }, false],
  ['enable: nothing was asked', ENABLE, {}, { enable_thinking: false }, false],
  ['enable: no thinking', ENABLE, { thinking: DISABLED, effort: 'high' }, { enable_thinking: false }, false],
  ['enable: no effort', ENABLE, { effort: 'none' }, { enable_thinking: false }, false],
  ['enable: a budget', ENABLE, { thinking: budget(2000) }, { enable_thinking: true, thinking_budget: 2000 }, true],
  ['enable: adaptive thinking', ENABLE, { thinking: ADAPTIVE }, { enable_thinking: true }, true],
  [
    'no effort in the place of a weak one',
    { efforts: ['none', 'high'] },
    { effort: 'low' },
    { reasoning_effort: 'high' },
    true,
  ],
  ['always: nothing was asked', ALWAYS, {}, { reasoning_effort: 'low' }, true],
  ['always: no thinking', ALWAYS, { thinking: DISABLED, effort: 'high' }, { reasoning_effort: 'low' }, true],
  ['always: an effort', ALWAYS, { effort: 'xhigh' }, { reasoning_effort: 'high' }, true],
  ['always: adaptive thinking', ALWAYS, { thinking: ADAPTIVE }, {}, true],
  ['switch: nothing was asked', SWITCH, {}, { thinking: { type: 'disabled' } }, false],
  ['switch: an effort', SWITCH, { effort: 'low' }, { thinking: { type: 'adaptive' }, reasoning_effort: 'high' }, true],
  ['object: nothing was asked', OBJECT, {}, {}, false],
  ['object: a budget', OBJECT, { thinking: budget(2000), effort: 'high' }, { reasoning: { max_tokens: 2000 } }, true],
  ['object: an effort', OBJECT, { thinking: ADAPTIVE, effort: 'max' }, { reasoning: { effort: 'xhigh' } }, true],
  ['object: adaptive thinking', OBJECT, { thinking: ADAPTIVE }, { reasoning: { enabled: true } }, true],
  ['object: no thinking', OBJECT, { thinking: DISABLED }, { reasoning: { enabled: false } }, false],
];

describe('encodeThinking', () => {
  for (const [name, quirks, wish, fields, isOn] of CASES) {
    it(name, () => assert.deepEqual(encode(wish, quirks), { fields, isOn, losses: [] }));
  }

  it('brings a budget within what is known', () => {
    const quirks: Quirks = { ...ENABLE, thinkingBudget: [128, 32_768] };
    const sent = [1, 2000, 99_999].map(
      (tokens) => encode({ thinking: budget(tokens) }, quirks).fields['thinking_budget'],
    );
    assert.deepEqual(sent, [128, 2000, 32_768]);
  });

  it("takes an effort alone for no wish to think, if Anthropic's client says it", () => {
    const turn: TurnRequest = { ...NOTHING, protocol: 'anthropic-messages', effort: 'medium' };
    for (const [quirks, fields, isOn] of [
      [EFFORT, {}, false],
      [THINK, {}, false],
      [ENABLE, { enable_thinking: false }, false],
      [OBJECT, {}, false],
      [SWITCH, { thinking: { type: 'disabled' } }, false],
      [ALWAYS, { reasoning_effort: 'low' }, true],
    ] as const) {
      assert.deepEqual(encodeThinking(turn, quirks, new Losses()), { fields, isOn });
    }
  });

  it('names what only Anthropic knows of thinking', () => {
    const extra = { protocol: 'anthropic-messages', fields: { display: 'omitted' } } as const;
    assert.deepEqual(encode({ thinking: { ...ADAPTIVE, extra } }).losses, ['thinking.display']);
  });

  it('rises with the budget', () => {
    const efforts = ['low', 'medium', 'high'];
    const budgets = [1024, 4096, 4097, 16_384, 16_385, 100_000];
    const ranks = budgets.map((tokens) =>
      efforts.indexOf(String(encode({ thinking: budget(tokens) }).fields['reasoning_effort'])),
    );
    assert.deepEqual(ranks, [0, 0, 1, 1, 2, 2]);
  });
});

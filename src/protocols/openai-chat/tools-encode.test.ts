import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chatFaults, chatTarget, toChat } from '../../../test/support/encode-chat.ts';

const SCHEMA = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const TOOL = { name: 'f', description: 'does f', input_schema: SCHEMA };
const WEB_SEARCH = { type: 'web_search_20250305', name: 'web_search', max_uses: 8 };

/** What is sent of tools, and which losses are named. */
function encode(request: object, quirks = {}) {
  const { body, losses } = toChat(request, chatTarget(quirks));
  assert.deepEqual(chatFaults(body), []);
  const { tools, tool_choice: choice, parallel_tool_calls: parallel } = body;
  return { tools, choice, parallel, losses };
}

const functionOf = (tool: object, quirks = {}) => encode({ tools: [tool] }, quirks).tools?.[0]?.function;

describe('encodeTools', () => {
  it('writes functions', () => {
    assert.deepEqual(encode({ tools: [TOOL] }).tools, [
      { type: 'function', function: { name: 'f', description: 'does f', parameters: SCHEMA } },
    ]);
  });

  it('writes a tool of an explicit ordinary type, and loses nothing', () => {
    const { tools, losses } = encode({ tools: [{ ...TOOL, type: 'custom' }] });
    assert.equal(tools?.length, 1);
    assert.deepEqual(losses, []);
  });

  it('leaves the schema as it is, but for what strict servers refuse', () => {
    const inner = { $schema: 'x', type: 'object' };
    const schema = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      properties: { a: inner },
      x: null,
    };
    const { $schema: _, ...rest } = schema;
    assert.deepEqual(functionOf({ ...TOOL, input_schema: schema })?.parameters, rest);
    assert.deepEqual(functionOf({ ...TOOL, input_schema: { type: 'object' } })?.parameters, {
      type: 'object',
      properties: {},
    });
  });

  it('writes strict where the platform takes it', () => {
    assert.equal(functionOf({ ...TOOL, strict: true })?.strict, true);
    assert.equal(functionOf({ ...TOOL, strict: true }, { strictTools: false })?.strict, undefined);
    assert.equal(functionOf(TOOL)?.strict, undefined);
  });

  it('drops what only Anthropic knows, and says so', () => {
    const tool = { ...TOOL, cache_control: { type: 'ephemeral' }, defer_loading: true, input_examples: [{}] };
    const { tools, losses } = encode({ tools: [tool] });
    assert.deepEqual(Object.keys(tools?.[0]?.function ?? {}), ['name', 'description', 'parameters']);
    assert.deepEqual(losses.sort(), ['tools[].cache_control', 'tools[].defer_loading', 'tools[].input_examples']);
    assert.deepEqual(encode({ tools: [{ ...TOOL, cache_control: null }] }).losses, []);
  });

  it("drops Claude Code's stand-in for tools that are not loaded", () => {
    assert.deepEqual(encode({ tools: [{ ...TOOL, name: 'DeferredToolPlaceholder' }, TOOL] }).tools?.length, 1);
  });

  it('leaves out tools that the platform cannot run, and all of it if none is left', () => {
    const { tools, choice, parallel, losses } = encode({
      tools: [WEB_SEARCH],
      tool_choice: { type: 'any', disable_parallel_tool_use: true },
    });
    assert.deepEqual([tools, choice, parallel], [undefined, undefined, undefined]);
    assert.deepEqual(losses, ['tools[]']);
    assert.equal(encode({ tools: [], tool_choice: { type: 'auto' } }).choice, undefined);
  });

  it('shortens long names in tools and choice alike', () => {
    const name = 'mcp__server__'.repeat(9);
    const { tools, choice } = encode({ tools: [{ ...TOOL, name }], tool_choice: { type: 'tool', name } });
    const short = tools?.[0]?.function?.name;
    assert.match(short ?? '', /^[a-zA-Z0-9_-]{1,64}$/);
    assert.deepEqual(choice, { type: 'function', function: { name: short } });
  });

  const CHOICES: readonly (readonly [object, unknown])[] = [
    [{ type: 'auto' }, 'auto'],
    [{ type: 'any' }, 'required'],
    [{ type: 'none' }, 'none'],
    [
      { type: 'tool', name: 'f' },
      { type: 'function', function: { name: 'f' } },
    ],
  ];
  for (const [choice, expected] of CHOICES) {
    it(`writes the choice ${JSON.stringify(choice)}`, () => {
      assert.deepEqual(encode({ tools: [TOOL], tool_choice: choice }).choice, expected);
    });
  }

  it('chooses freely where the chosen tool cannot be offered, and says so', () => {
    const { choice, losses } = encode({ tools: [TOOL, WEB_SEARCH], tool_choice: { type: 'tool', name: 'web_search' } });
    assert.equal(choice, 'auto');
    assert.ok(losses.includes('tool_choice'));
  });

  it('forbids parallel calls where the client does, and says nothing otherwise', () => {
    const withChoice = (disable?: boolean) =>
      encode({ tools: [TOOL], tool_choice: { type: 'auto', disable_parallel_tool_use: disable } }).parallel;
    assert.deepEqual([withChoice(true), withChoice(false), withChoice()], [false, undefined, undefined]);
  });
});

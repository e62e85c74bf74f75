import { answer, completion } from '../../fake-platform/openai-replies.ts';
import { functionAt, jsonIncludes } from '../../support/openai-rules.ts';
import { tool, WEATHER } from '../../support/request-parts.ts';
import { both, type Case, one } from '../case.ts';

const DEEP_SCHEMA = {
  type: 'object',
  properties: {
    list: {
      type: 'array',
      items: {
        anyOf: [
          { type: 'string', enum: ['a', 'b'] },
          {
            type: 'object',
            properties: { k: { type: ['integer', 'null'], minimum: 0 } },
            required: ['k'],
            additionalProperties: false,
          },
        ],
      },
    },
    ref: { $ref: '#/$defs/node' },
  },
  $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } } } },
  required: ['list'],
  additionalProperties: false,
};

/** OpenAI's own refusal of an object schema that declares no properties. */
const MISSING_PROPERTIES = {
  status: 400,
  json: {
    error: {
      message: "Invalid schema for function 'bare': In context=(), object schema missing properties.",
      type: 'invalid_request_error',
      param: 'tools[0].function.parameters',
      code: 'invalid_function_parameters',
    },
  },
};

export const TOOL_DEFINITIONS_CASES: readonly Case[] = [
  ...both('tools/definition', {
    body: { tools: [WEATHER, tool('second-tool', {})] },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      t.equal(t.sent.tools?.length, 2, 'tools');
      const { name, description, parameters } = functionAt(t.sent);
      t.equal(name, 'get_weather', 'name');
      t.equal(description, 'does get_weather', 'description');
      t.equal(parameters, WEATHER.input_schema, 'parameters');
      t.equal(functionAt(t.sent, 1).name, 'second-tool', 'name 2');
    },
  }),
  one('tools/choice-auto', {
    body: { tools: [WEATHER], tool_choice: { type: 'auto' } },
    upstream: answer({ text: 'k' }),
    async check(t) {
      await t.good();
      t.oneOf(t.sent.tool_choice, [undefined, 'auto'], 'tool_choice');
    },
  }),
  one('tools/choice-any', {
    body: { tools: [WEATHER], tool_choice: { type: 'any' } },
    upstream: answer({ text: 'k' }),
    async check(t) {
      await t.good();
      t.equal(t.sent.tool_choice, 'required', 'tool_choice');
    },
  }),
  one('tools/choice-tool', {
    body: { tools: [WEATHER, tool('b')], tool_choice: { type: 'tool', name: 'b' } },
    upstream: answer({ text: 'k' }),
    async check(t) {
      await t.good();
      t.equal(t.sent.tool_choice, { type: 'function', function: { name: 'b' } }, 'tool_choice');
    },
  }),
  one('tools/choice-none', {
    body: { tools: [WEATHER], tool_choice: { type: 'none' } },
    upstream: answer({ text: 'k' }),
    async check(t) {
      await t.good();
      t.ok(
        t.sent.tool_choice === 'none' || !t.sent.tools,
        `tool_choice ${JSON.stringify(t.sent.tool_choice)} with tools present`,
      );
    },
  }),
  one('tools/disable-parallel', {
    body: { tools: [WEATHER], tool_choice: { type: 'auto', disable_parallel_tool_use: true } },
    upstream: answer({ text: 'k' }),
    async check(t) {
      await t.good();
      t.equal(t.sent.parallel_tool_calls, false, 'parallel_tool_calls');
    },
  }),
  one('tools/schema-deep', {
    body: { tools: [{ name: 'deep', description: 'd', input_schema: DEEP_SCHEMA }] },
    upstream: answer({ text: 'k' }),
    async check(t) {
      await t.good();
      t.equal(functionAt(t.sent).parameters, DEEP_SCHEMA, 'schema unchanged');
    },
  }),
  one('tools/no-type-field', {
    body: { tools: [{ type: 'custom', name: 'x', input_schema: { type: 'object', properties: {} } }] },
    upstream: answer({ text: 'k' }),
    async check(t) {
      await t.good();
      t.equal(t.sent.tools?.[0]?.type, 'function', 'type');
      t.equal(functionAt(t.sent).name, 'x', 'name');
      t.ok(!jsonIncludes(t.sent.tools, '"custom"'), "type 'custom' leaks");
    },
  }),
  one('tools/server-tool-not-sent-raw', {
    body: { tools: [WEATHER, { type: 'web_search_20250305', name: 'web_search', max_uses: 3 }] },
    upstream: answer({ text: 'k' }),
    async check(t) {
      if (t.reply.status === 400) {
        t.error(400, 'invalid_request_error');
        return;
      }
      await t.good();
      t.ok(!jsonIncludes(t.sent.tools, 'web_search_20250305'), 'Anthropic server tool type sent to OpenAI');
      t.ok(
        (t.sent.tools ?? []).some((sent) => sent.function?.name === 'get_weather'),
        'client tool kept',
      );
    },
  }),
  one('tools/schema-without-properties', {
    body: { tools: [{ name: 'bare', input_schema: { type: 'object' } }] },
    upstream: (request) => {
      const { parameters } = functionAt(request.body);
      const isRefused = parameters?.type === 'object' && !parameters.properties;
      return isRefused ? MISSING_PROPERTIES : completion({ text: 'k' });
    },
    async check(t) {
      await t.good();
      t.equal(t.text(), 'k');
    },
  }),
  one('tools/strict-flag', {
    body: { tools: [{ ...WEATHER, strict: true }] },
    upstream: answer({ text: 'k' }),
    async check(t) {
      await t.good();
      t.equal(functionAt(t.sent).strict, true, 'strict');
    },
  }),
];

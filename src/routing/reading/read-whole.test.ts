import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordedRequests } from '../../../test/fixtures/fixtures.ts';
import { requestOf } from '../../../test/support/request-view.ts';
import { anthropicMessages } from '../../protocols/anthropic-messages/codec.ts';
import { countTokens } from '../../turn/count-tokens.ts';
import type { ProtocolId } from '../../turn/request.ts';
import { requestSize } from '../../turn/request-size.ts';
import { readWhole, type WholeReading } from './read-whole.ts';

function read(body: object, protocol: ProtocolId = 'anthropic-messages'): WholeReading {
  return readWhole(requestOf({ protocol, body: JSON.parse(JSON.stringify(body)) }, 512));
}

const text = (value: string) => ({ type: 'text', text: value });
const say = (...content: object[]) => ({ role: 'user', content });
const answer = (...content: object[]) => ({ role: 'assistant', content });
const use = (name: string, input: object = {}) => ({ type: 'tool_use', id: name, name, input });
const gave = (id: string, content: unknown = 'ok', more: object = {}) => ({
  type: 'tool_result',
  tool_use_id: id,
  content,
  ...more,
});
const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } };

describe('the user’s words in a request of Claude Code', () => {
  const WORDS: Readonly<Record<string, string>> = {
    'after-two-tools': 'create hello.txt containing hi',
    'at-file-two-user-messages': 'look at @a.txt please',
    'bash-mode': 'create hello.txt containing hi',
    'command-wrapper': 'second prompt please',
    'older-model-no-system-role': 'hello there',
    'plan-mode-safeguards': 'make a plan',
    'resume-after-cut': 'create hello.txt',
    'slash-command': 'Fix the issue: bug 42',
    'subagent-first': 'SUBTASK-MARK run echo',
    'system-role-last': 'create hello.txt containing hi',
    'task-notification': 'delegate-this to an agent',
    'title-call': 'create hello.txt containing hi',
    'tool-reference-result': 'do it',
  };
  for (const request of recordedRequests().filter(({ name }) => WORDS[name] !== undefined)) {
    it(request.name, () => {
      const { words } = readWhole(requestOf(request));
      assert.deepEqual([words.text, words.language, words.isCut], [WORDS[request.name], 'en', false]);
    });
  }

  it('may be made of a slash command', () => {
    const commandOf = (name: string) => {
      const request = recordedRequests().find((one) => one.name === name);
      assert.ok(request !== undefined);
      return readWhole(requestOf(request)).words.command;
    };
    assert.deepEqual(commandOf('slash-command'), { name: '/fixit', args: 'bug 42' });
    // `/context` was answered by the client, and another prompt came after it.
    assert.equal(commandOf('command-wrapper'), null);
  });
});

describe('the user’s words', () => {
  it('are the last that the user said, without what was pasted', () => {
    const pasted = 'why?\n```\nlet a = 1;\n```\nTypeError: a is undefined\n    at f (/a.ts:1:2)';
    const { words } = read({ messages: [say(text('some file')), say(text('context'), text(pasted))] });
    assert.deepEqual([words.text, words.language, words.code.lines, words.log.lines], ['why?', 'en', 3, 2]);
  });

  it('are text, however it is spelled', () => {
    const body = Buffer.from('{"messages":[{"role":"user","content":"\\u4fee\\u4e00\\u4e0b \\"a\\/b\\" 👋"}]}');
    assert.equal(read(JSON.parse(body.toString())).words.text, '修一下 "a/b" 👋');
    assert.equal(read({ messages: [{ role: 'user', content: '修一下' }] }, 'openai-chat').words.language, 'zh');
    assert.equal(read({ input: 'fix it' }, 'openai-responses').words.text, 'fix it');
  });

  it('are cut if they are too long', () => {
    const { words } = read({ messages: [say(text(`begin ${'and so on '.repeat(10_000)} end`))] });
    assert.equal(words.isCut, true);
    assert.match(words.text, /^begin and so on .*…/);
    assert.match(words.text, / end$/);
    assert.ok(words.text.length < 5_000);
  });

  it('may come with pictures', () => {
    const newMedia = (...messages: object[]) => read({ messages }).hasNewMedia;
    assert.equal(newMedia(say(image, text('what is this?'))), true);
    assert.equal(newMedia(say(image), answer(text('A cat.')), say(text('thanks'))), false);
    assert.equal(newMedia(say(text('look')), answer(use('a')), say(gave('a'), image)), true);
  });
});

describe('what went before', () => {
  const history = [
    say(text('write a parser\n```\nlet a;\n```')),
    answer(text('I begin.'), use('Read', { file_path: '/src/a.ts' })),
    say(gave('Read')),
    answer(use('Edit', { file_path: '/src/b.py' }), use('Bash', { command: 'cargo test src/lib.rs' })),
    say(gave('Edit'), gave('Bash', [text('Exit code 1')], { is_error: true })),
    answer(text('One test fails.\nShall I fix it?')),
  ];

  it('is told from the words before to the words now', () => {
    const { context } = read({ messages: [...history, say(text('yes'))] });
    assert.deepEqual(context, {
      previousWords: 'write a parser',
      tools: ['Read', 'Edit', 'Bash'],
      toolCalls: 3,
      toolFailures: 1,
      agentEnd: 'One test fails.\nShall I fix it?',
      agentAsks: true,
      agentOffers: true,
      extensions: ['rs', 'py', 'ts'],
      files: ['src/lib.rs', '/src/b.py', '/src/a.ts'],
    });
  });

  it('ends at the words before', () => {
    const { context } = read({ messages: [...history, say(text('yes')), answer(text('Done.')), say(text('thanks'))] });
    assert.deepEqual([context.previousWords, context.toolCalls, context.agentEnd], ['yes', 0, 'Done.']);
  });

  it('is told since the words where the agent goes on', () => {
    const going = [say(text('yes')), answer(use('Edit')), say(gave('Edit'))];
    const { context, words } = read({ messages: [...history, ...going] });
    assert.deepEqual([words.text, context.previousWords, context.tools], ['yes', 'write a parser', ['Edit']]);
  });

  it('is nothing at the beginning', () => {
    const { context } = read({ messages: [say(text('a file')), say(text('another file'), text('hello'))] });
    assert.deepEqual(context, {
      previousWords: '',
      tools: [],
      toolCalls: 0,
      toolFailures: 0,
      agentEnd: '',
      agentAsks: false,
      agentOffers: false,
      extensions: [],
      files: [],
    });
  });

  it('is the same in OpenAI’s chat', () => {
    const call = (name: string, args: string) => ({ id: name, type: 'function', function: { name, arguments: args } });
    const { context } = read(
      {
        messages: [
          { role: 'system', content: 'You are an agent.' },
          { role: 'user', content: 'write a parser' },
          {
            role: 'assistant',
            content: 'I begin.',
            tool_calls: [call('read', '{"filePath":"/src/a.ts"}'), call('bash', '{"command":"go test ./x.go"}')],
          },
          { role: 'tool', tool_call_id: 'read', content: 'ok' },
          { role: 'tool', tool_call_id: 'bash', content: 'Error: no such file' },
          { role: 'assistant', content: 'It fails.' },
          { role: 'user', content: 'fix it' },
        ],
      },
      'openai-chat',
    );
    assert.deepEqual([context.previousWords, context.tools], ['write a parser', ['read', 'bash']]);
    assert.deepEqual([context.toolFailures, context.extensions, context.agentEnd], [1, ['go', 'ts'], 'It fails.']);
  });

  it('is the same in the Responses API', () => {
    const message = (role: string, value: string) => ({
      type: 'message',
      role,
      content: [{ type: role === 'assistant' ? 'output_text' : 'input_text', text: value }],
    });
    const patch = '*** Begin Patch\n*** Update File: src/main.rs\n@@\n-a\n+b\n*** End Patch';
    const { context, words } = read(
      {
        input: [
          message('user', 'write a parser'),
          { type: 'function_call', call_id: 'a', name: 'exec_command', arguments: '{"cmd":"make"}' },
          {
            type: 'function_call_output',
            call_id: 'a',
            output: 'Chunk ID: 1\nProcess exited with code 2\nOutput:\nno rule',
          },
          { type: 'custom_tool_call', call_id: 'b', name: 'apply_patch', input: patch },
          { type: 'custom_tool_call_output', call_id: 'b', output: 'Success' },
          { type: 'local_shell_call', call_id: 'c', action: { type: 'exec', command: ['ls'] } },
          { type: 'local_shell_call_output', call_id: 'c', output: 'x' },
          message('assistant', 'Done.'),
          message('user', 'thanks'),
        ],
      },
      'openai-responses',
    );
    assert.deepEqual([words.text, context.previousWords], ['thanks', 'write a parser']);
    assert.deepEqual(context.tools, ['exec_command', 'apply_patch', 'local_shell']);
    assert.deepEqual([context.toolFailures, context.extensions], [1, ['rs']]);
  });

  it('is not followed without end', () => {
    const step = [answer(use('Bash')), say(gave('Bash'))];
    const steps = Array.from({ length: 300 }, () => step).flat();
    const { context, words } = read({ messages: [say(text('first')), answer(text('ok')), say(text('go')), ...steps] });
    assert.deepEqual(
      [words.text, context.previousWords, context.toolCalls, context.tools.length],
      ['go', 'first', 50, 30],
    );
    const endless = Array.from({ length: 600 }, () => step).flat();
    assert.equal(read({ messages: [say(text('go')), ...endless] }).words.text, '');
  });
});

describe('what a request demands', () => {
  it('are tools, if some are offered', () => {
    const hasTools = (tools: unknown) => read({ tools, messages: [say(text('x'))] }).demands.hasTools;
    assert.equal(hasTools([{ name: 'a' }]), true);
    for (const none of [[], null, undefined, 5, {}]) assert.equal(hasTools(none), false, JSON.stringify(none));
  });

  it('is sight, if there is a picture anywhere, and not if one is talked of', () => {
    const hasImages = (body: object, protocol?: ProtocolId) => read(body, protocol).demands.hasImages;
    assert.equal(hasImages({ messages: [say(image), answer(text('A cat.')), say(text('thanks'))] }), true);
    assert.equal(hasImages({ messages: [say(gave('a', [image]))] }), true);
    const url = { type: 'image_url', image_url: { url: 'https://x.test/a.png' } };
    assert.equal(hasImages({ messages: [say(url)] }, 'openai-chat'), true);
    assert.equal(
      hasImages({ input: [{ role: 'user', content: [{ type: 'input_image', image_url: 'x' }] }] }, 'openai-responses'),
      true,
    );
    assert.equal(
      hasImages({ messages: [say(text('{"type":"image"}'))], tools: [{ name: 'image', type: 'custom' }] }),
      false,
    );
  });

  it('is a plan, in the words of each client', () => {
    const isPlanning = (body: object, protocol?: ProtocolId) => read(body, protocol).demands.isPlanning;
    const reminder = (value: string) => say(text(`<system-reminder>\n${value}\n</system-reminder>`), text('go'));
    assert.equal(isPlanning({ messages: [reminder('Plan mode is active. Do not edit.')] }), true);
    assert.equal(
      isPlanning({ messages: [reminder('Plan mode is active.'), answer(text('ok')), reminder('## Exited Plan Mode')] }),
      false,
    );
    assert.equal(isPlanning({ messages: [reminder('Plan mode is active no more.\n## Exited Plan Mode')] }), false);
    assert.equal(isPlanning({ messages: [say(text('Plan mode is active, is it not?'))] }), false);
    const safeguards = (mode: string) => [{ type: 'x', classifier_context: { permission_mode: mode } }];
    assert.equal(isPlanning({ safeguards: safeguards('plan'), messages: [say(text('go'))] }), true);
    assert.equal(isPlanning({ safeguards: safeguards('auto'), messages: [reminder('Plan mode is active.')] }), false);
    const developer = (value: string) => ({
      type: 'message',
      role: 'developer',
      content: [{ type: 'input_text', text: value }],
    });
    const codex = [
      developer('<collaboration_mode># Plan Mode (Conversational)\n</collaboration_mode>'),
      { role: 'user', content: 'a' },
    ];
    const more = [
      { role: 'assistant', content: 'b' },
      { role: 'user', content: 'c' },
      { role: 'assistant', content: 'd' },
      { role: 'user', content: 'e' },
    ];
    assert.equal(isPlanning({ input: [...codex, ...more] }, 'openai-responses'), true);
    const left = developer('<collaboration_mode># Collaboration Mode: Default\n</collaboration_mode>');
    assert.equal(
      isPlanning({ input: [...codex, ...more, left, { role: 'user', content: 'f' }] }, 'openai-responses'),
      false,
    );
  });

  it('is to think, in the words of each protocol', () => {
    const wish = (fields: object, protocol?: ProtocolId) => {
      const { thinks, effort } = read({ messages: [say(text('x'))], input: 'x', ...fields }, protocol).demands;
      return [thinks, effort];
    };
    assert.deepEqual(wish({}), [false, null]);
    assert.deepEqual(wish({ thinking: { type: 'adaptive' }, output_config: { effort: 'medium' } }), [true, 'medium']);
    assert.deepEqual(wish({ thinking: { type: 'enabled', budget_tokens: 31_999 } }), [true, null]);
    assert.deepEqual(wish({ thinking: { type: 'disabled' } }), [false, null]);
    assert.deepEqual(wish({ output_config: { effort: 'low' } }), [false, 'low']);
    assert.deepEqual(wish({ reasoning_effort: 'high' }, 'openai-chat'), [true, 'high']);
    assert.deepEqual(wish({ reasoning_effort: 'none' }, 'openai-chat'), [false, 'none']);
    assert.deepEqual(wish({ enable_thinking: true }, 'openai-chat'), [true, null]);
    assert.deepEqual(wish({ enable_thinking: false, reasoning_effort: 'high' }, 'openai-chat'), [false, 'high']);
    assert.deepEqual(wish({ reasoning: { effort: 'xhigh', summary: 'auto' } }, 'openai-responses'), [true, 'xhigh']);
    assert.deepEqual(wish({ reasoning: { summary: 'auto' } }, 'openai-responses'), [true, null]);
    assert.deepEqual(wish({ reasoning: { effort: 'minimal' } }, 'openai-responses'), [false, 'minimal']);
  });

  it('is a size, near to what is counted of the whole request', () => {
    for (const { name, path, headers, body } of recordedRequests().filter(
      (one) => JSON.stringify(one.body).length > 20_000,
    )) {
      const request = requestOf({ path, headers, body });
      const { demands } = readWhole(request);
      const size = requestSize(anthropicMessages.decodeRequest(request.body.whole()));
      const ratio = demands.tokens / countTokens({ ...size, hasMedia: false });
      assert.equal(demands.bytes, request.body.length);
      assert.ok(ratio > 0.8 && ratio < 1.2, `${name}: ${ratio}`);
    }
  });

  it('is no size for the bytes of a picture', () => {
    const data = Buffer.alloc(300_000, 'a picture').toString('base64');
    const { tokens } = read({
      messages: [say(text('x'), { type: 'image', source: { type: 'base64', data } })],
    }).demands;
    assert.ok(tokens < 40_000, String(tokens));
  });
});

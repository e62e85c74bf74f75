import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { wireText } from '../../lib/wire-text.ts';
import { CallScanner, type WrittenPiece } from './call-scanner.ts';
import { writeCall } from './form.ts';

/** What the scanner makes of a text that comes in these pieces; texts next to each other are joined. */
function scan(pieces: readonly string[]): WrittenPiece[] {
  const found: WrittenPiece[] = [];
  const scanner = new CallScanner((piece) => {
    const last = found.at(-1);
    if (piece.kind === 'text') assert.notEqual(piece.text, '');
    if (last?.kind === 'text' && piece.kind === 'text')
      found[found.length - 1] = { kind: 'text', text: last.text + piece.text };
    else found.push(piece);
  });
  for (const piece of pieces) scanner.push(piece);
  scanner.end();
  return found;
}

/** The same wherever the text is cut in two, and character by character. */
function scanCut(written: string): WrittenPiece[] {
  const whole = scan([written]);
  for (let at = 1; at < written.length; at++)
    assert.deepEqual(scan([written.slice(0, at), written.slice(at)]), whole, `cut at ${at}`);
  assert.deepEqual(scan([...written]), whole);
  return whole;
}

const text = (what: string): WrittenPiece => ({ kind: 'text', text: wireText(what) });
const call = (name: string, json: string): WrittenPiece => ({ kind: 'call', name, json: wireText(json) });

/** The form in which most models write a call. */
const tagged = (inside: string) => `<tool_call>\n${inside}\n</tool_call>`;
const LS = '{"name": "Bash", "arguments": {"command": "ls"}}';
const CALL_LS = call('Bash', '{"command": "ls"}');

function check(name: string, written: string, ...expected: WrittenPiece[]): void {
  it(name, () => assert.deepEqual(scanCut(wireText(written)), expected));
}

describe('calls', () => {
  check('alone', tagged(LS), CALL_LS);
  check(
    'with text around',
    `Let me look… 看\n\n${tagged(LS)}\n\ndone ✅`,
    text('Let me look… 看'),
    CALL_LS,
    text('done ✅'),
  );
  // In wire text the last byte of `à` is what a blank of another kind is in a text.
  check('behind a character that ends like a blank', `voilà\n${tagged(LS)}\nà`, text('voilà'), CALL_LS, text('à'));
  check('several, with and without blanks', `${tagged(LS)}\n${tagged(LS)}${tagged(LS)}`, CALL_LS, CALL_LS, CALL_LS);
  check('on one line', `<tool_call>${LS}</tool_call>`, CALL_LS);
  check('behind text in the same line', `I look. <tool_call>\n${LS}\n</tool_call>`, text('I look.'), CALL_LS);
  check(
    'with arguments to the letter',
    tagged('{"name":"f","arguments":{ "n" : 1.0, "s":"\\u00e9é" }}'),
    call('f', '{ "n" : 1.0, "s":"\\u00e9é" }'),
  );
  check('with the name behind', tagged('{"arguments": {"a": {}}, "name": "f"}'), call('f', '{"a": {}}'));
  check('with parameters, as Llama calls them', tagged('{"name": "f", "parameters": {"a": 1}}'), call('f', '{"a": 1}'));
  check(
    'with arguments in a string, as OpenAI has it',
    tagged('{"name": "f", "arguments": "{\\"a\\": \\"é\\"}"}'),
    call('f', '{"a": "é"}'),
  );
  check(
    'without arguments',
    `${tagged('{"name": "f"}')}${tagged('{"name": "f", "arguments": null}')}`,
    call('f', ''),
    call('f', ''),
  );
  check(
    'with tags in a string',
    tagged('{"name": "f", "arguments": {"a": "</tool_call><tool_call>{ \\" </tool_call>"}}'),
    call('f', '{"a": "</tool_call><tool_call>{ \\" </tool_call>"}'),
  );
  check('with a name in escapes', tagged('{"name": "\\u0042ash", "arguments": {}}'), call('Bash', '{}'));
  check('of a tool that nobody offered', tagged('{"name": "nope", "arguments": {}}'), call('nope', '{}'));
});

describe('calls that are not as they should be', () => {
  check('without the closing tag, at the end', `a\n<tool_call>\n${LS}`, text('a'), CALL_LS);
  check('with half of the closing tag', `<tool_call>\n${LS}\n</tool_`, CALL_LS);
  check('without the closing tag, before another', `<tool_call>\n${LS}\n${tagged(LS)}`, CALL_LS, CALL_LS);
  check('without the closing tag, before text', `<tool_call>\n${LS}\nso`, CALL_LS, text('so'));
  check('with a brace too many', tagged(`${LS}}`), CALL_LS);
  check('with a brace too few', tagged(LS.slice(0, -1)), CALL_LS);
  check(
    'with a string that does not end',
    `${tagged('{"name": "f", "arguments": {"a": "b}}')}\n${tagged(LS)}`,
    call('f', '{"a": "b}'),
    CALL_LS,
  );
  check(
    'with quotes that are not escaped',
    tagged('{"name": "f", "arguments": {"a": "say "hi""}}'),
    call('f', '{"a": "say "hi""}'),
  );
  check(
    'with a line break in a string',
    `${tagged('{"name": "f", "arguments": {"a": "1\n2"}}')}x`,
    call('f', '{"a": "1\n2"}'),
    text('x'),
  );
  check('with a comma too many', tagged('{"name": "f", "arguments": {"a": 1,}}'), call('f', '{"a": 1,}'));
  check(
    'cut off inside of the arguments',
    'a\n<tool_call>\n{"name": "f", "arguments": {"a": "b\\',
    text('a'),
    call('f', '{"a": "b\\'),
  );
  check(
    'cut off before the arguments',
    'a\n<tool_call>\n{"name": "f", "argu',
    text('a\n<tool_call>\n{"name": "f", "argu'),
  );
});

describe('no calls', () => {
  check(
    'in one that ends right before its arguments',
    '<tool_call>\n{"name": "f", "arguments": ',
    text('<tool_call>\n{"name": "f", "arguments": '),
  );
  const NONE = [
    'nothing at all',
    ' blanks around \n',
    '\n',
    'a < b, a <tool, <tool_call',
    'The tag <tool_call> opens, and </tool_call> closes.',
    `In a sentence it is <tool_call>${LS}</tool_call>, so to say.`,
    `In code \`<tool_call>\n${LS}\n</tool_call>\``,
    `With two backticks: \`\`x \` <tool_call>\n${LS}\n</tool_call>\`\``,
    `\`\`\`xml\n${tagged(LS)}\n\`\`\`\n`,
    `  ~~~~\n~~~\n${tagged(LS)}\n~~~~`,
    `> \`\`\`\n> ${tagged(LS)}`,
    tagged('{"name": "<function-name>", "arguments": <args-json-object>}').replace('"name"', '"nom"'),
    tagged('{"name": <function-name>, "arguments": <args-json-object>}'),
    tagged('not JSON'),
    tagged('[]'),
    tagged('{"command": "ls"}'),
    tagged('{"name": 5, "arguments": {}}'),
    '<tool_call>\n',
    '<tool_response>\nx\n</tool_response>',
  ];
  for (const written of NONE) check(`in ${JSON.stringify(written)}`, written, text(written));

  check('in code, but behind it', `\`\`\`sh\nls\n\`\`\`\n${tagged(LS)}`, text('```sh\nls\n```'), CALL_LS);
  check(
    'in a span, but behind it',
    `Run \`ls\` and \`\`a\`b\`\`:\n${tagged(LS)}`,
    text('Run `ls` and ``a`b``:'),
    CALL_LS,
  );
  check('in a span that looks like a fence', `\`\`\`a\`\`\` b\n${tagged(LS)}`, text('```a``` b'), CALL_LS);
  check(
    'behind results that the model makes up',
    `${tagged(LS)}\n<tool_response>\nx\n</tool_response>\n${tagged(LS)}`,
    CALL_LS,
    text(`<tool_response>\nx\n</tool_response>\n${tagged(LS)}`),
  );
  check(
    'between those that are',
    `${tagged(LS)}\n${tagged('[]')}\n${tagged(LS)}`,
    CALL_LS,
    text(tagged('[]')),
    CALL_LS,
  );
});

describe('what goes out at once', () => {
  it('is all but what may be the beginning of a call', () => {
    const given: string[] = [];
    const scanner = new CallScanner((piece) => given.push(piece.kind === 'text' ? piece.text : piece.name));
    for (const piece of ['He', 'llo ', 'you', ' <', 'b>', '\n<tool', '_x', ' <tool_call>', ' x']) scanner.push(piece);
    assert.deepEqual(given, ['He', 'llo', ' you', ' <b>', '\n<tool_x', ' <tool_call> x']);
  });

  it('is a call as soon as its tag closes', () => {
    const given: string[] = [];
    const scanner = new CallScanner((piece) => given.push(piece.kind));
    scanner.push(`<tool_call>${LS}</tool_call`);
    assert.deepEqual(given, []);
    scanner.push('>');
    assert.deepEqual(given, ['call']);
  });
});

describe('any sequence of texts and calls', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'é', '漢', '🐺', ' ', '\n', '<', '>', '{', '"', '\\', '`') });
  const said = word.map((middle) => `x${middle.replaceAll('`', '')}y`);
  const value = fc.oneof(
    fc.json().map((json): unknown => JSON.parse(json)),
    word,
    fc.constantFrom('</tool_call>', '<tool_call>\n{', '</tool_call>\n', '```'),
  );
  const input = fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('</tool_call>', 'é"\\')), value);
  const name = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('Bash', 'mcp__é', '</tool_call>'));
  const piece = fc.oneof(
    said.map((what) => ({ kind: 'text' as const, text: wireText(what) })),
    fc.record({ name: name.map((what) => wireText(what.toWellFormed())), input }).map((made) => ({
      kind: 'call' as const,
      name: made.name,
      json: wireText(JSON.stringify(made.input)),
    })),
  );
  // Texts next to each other are one.
  const sequence = fc
    .array(piece, { maxLength: 5 })
    .map((pieces) => pieces.filter(({ kind }, index) => kind === 'call' || pieces[index - 1]?.kind !== 'text'));

  it('comes back as it was written, wherever it is cut', () => {
    fc.assert(
      fc.property(sequence, (pieces) => {
        const written = pieces
          .map((made) => (made.kind === 'text' ? made.text : writeCall(made.name, { kind: 'text', text: made.json })))
          .join('\n');
        assert.deepEqual(scanCut(written), pieces);
      }),
      { numRuns: 50 },
    );
  });

  it('comes out whole, whatever was written', () => {
    const bit = fc.constantFrom(
      '<tool_call>',
      '</tool_call>',
      '<tool_response>',
      '\n',
      ' ',
      '{',
      '}',
      '"',
      '\\',
      '`',
      '```',
      '{"name": "f"',
      ', "arguments": ',
      'é',
      ':',
      '[',
      ']',
      '<',
    );
    fc.assert(
      fc.property(fc.array(bit, { maxLength: 30 }), (bits) => {
        scanCut(wireText(bits.join('')));
      }),
    );
  });
});

describe('a reply that is hard to read', () => {
  // Each of these would take minutes if the text were read anew for each piece or tag.
  const LONG = 200_000;
  const HARD = [
    ['blanks', [...' '.repeat(LONG)]],
    ['blanks behind a tag', ['<tool_call>', ...' '.repeat(LONG)]],
    ['a call that does not end', ['<tool_call>{"name": "f", "arguments": {"a": "', ...'b'.repeat(LONG)]],
    ['calls in one piece', [tagged(LS).repeat(LONG / 20)]],
    ['tags in a string', ['<tool_call>{"a": "', ...Array.from({ length: LONG / 10 }, () => '</tool_call> ')]],
    ['tags in one line', [`x${'<tool_call>{'.repeat(LONG / 10)}`]],
    ['broken strings', [`<tool_call>{"${' </tool_call><tool_call>{"'.repeat(LONG / 20)}\n`]],
  ] as const;
  for (const [name, pieces] of HARD) it(`is read in one pass: ${name}`, () => void scan(pieces));
});

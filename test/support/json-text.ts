/** JSON as others may write it: with any blanks, any escapes, and keys that come twice. */

import fc from 'fast-check';

type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

const BLANKS = ['', '', '', ' ', '\n', '\t', '\r\n  '];

/** A way to write a character of a string. */
type Style = 'plain' | 'unicode' | 'short';

/** Texts with what is hard to carry: quotes, backslashes, several bytes, pairs and lone surrogates. */
const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('a', '"', '\\', '\\u', 'é\u00a0', '你', '👋', '\ud83d', '\udc4b', '\u2028', '\0', '\n'), {
      maxLength: 8,
    })
    .map((parts) => parts.join('')),
);

const anyValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      anyText,
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(anyText, tie('value'), { maxKeys: 3 }),
  ),
})).value;

/** Takes one of several ways to write something, anew at each place. */
type Choose = <Way>(ways: readonly Way[]) => Way;

const choices = fc.array(fc.nat(97), { minLength: 1, maxLength: 30 });

/** Texts of any JSON value. */
export const anyJson: fc.Arbitrary<string> = fc
  .tuple(anyValue, choices)
  .map(([value, numbers]) => write(value, chooser(numbers)));

/** Texts of JSON objects, and the fields in the order in which they stand; a name may come twice. */
export const anyObject: fc.Arbitrary<{ readonly text: string; readonly fields: readonly [string, Value][] }> = fc
  .tuple(
    fc.array(fc.tuple(fc.oneof(fc.constantFrom('model', 'stream', ''), anyText), anyValue), { maxLength: 5 }),
    choices,
  )
  .map(([fields, numbers]) => ({ text: writeFields(fields, chooser(numbers)), fields }));

function chooser(numbers: readonly number[]): Choose {
  let at = 0;
  return (ways) => {
    const way = ways[(numbers[at++ % numbers.length] ?? 0) % ways.length];
    if (way === undefined) throw new RangeError('nothing to choose from');
    return way;
  };
}

function write(value: Value, choose: Choose): string {
  const blank = () => choose(BLANKS);
  if (typeof value === 'string') return `${blank()}${writeString(value, choose)}${blank()}`;
  if (isList(value)) return `${blank()}[${value.map((item) => write(item, choose)).join(',') || blank()}]${blank()}`;
  if (typeof value === 'object' && value !== null) return writeFields(Object.entries(value), choose);
  return `${blank()}${JSON.stringify(value)}${blank()}`;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function writeFields(fields: readonly (readonly [string, Value])[], choose: Choose): string {
  const blank = () => choose(BLANKS);
  const texts = fields.map(
    ([name, value]) => `${blank()}${writeString(name, choose)}${blank()}:${write(value, choose)}`,
  );
  return `${blank()}{${texts.join(',') || blank()}}${blank()}`;
}

function writeString(text: string, choose: Choose): string {
  const style = choose<Style>(['plain', 'unicode', 'short']);
  // By code units, so that a pair may be written as two escapes.
  if (style === 'unicode') return `"${text.replace(/[\s\S]/g, unicodeEscape)}"`;
  return style === 'plain' ? JSON.stringify(text) : JSON.stringify(text).replaceAll('/', '\\/');
}

function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RedwolfError } from '../lib/errors.ts';
import { reportFailure } from './failure.ts';

function report(error: unknown): { code: number; lines: string[] } {
  const lines: string[] = [];
  const code = reportFailure(error, (line) => lines.push(line));
  return { code, lines };
}

test('an expected failure is its own sentence and nothing else', () => {
  const error = new RedwolfError('PORT_IN_USE', 'Port 8000 is taken.', { cause: new Error('EADDRINUSE') });
  assert.deepEqual(report(error), { code: 69, lines: ['Port 8000 is taken.'] });
});

test('any other failure is called a bug, with its stack', () => {
  const { code, lines } = report(new TypeError('x is not a function'));
  assert.equal(code, 70);
  assert.match(lines[0] ?? '', /^TypeError: x is not a function\n {4}at /);
  assert.match(lines[1] ?? '', /This is a bug in redwolf/);
  assert.equal(report('thrown text').lines[0], 'thrown text');
});

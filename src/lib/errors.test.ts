import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ERROR_CATALOGUE, messageOf, RedwolfError, systemCode } from './errors.ts';

test('an error carries its code and what the catalogue says of it', () => {
  const error = new RedwolfError('PORT_IN_USE', 'Port 8000 is taken. Choose another one with --port.');
  assert.equal(error.code, 'PORT_IN_USE');
  assert.equal(error.exitCode, 69);
  assert.equal(error.httpStatus, 500);
  assert.equal(error.message, 'Port 8000 is taken. Choose another one with --port.');
});

test('every code ends the process with a failure, and the catalogue is sorted', () => {
  const codes = Object.keys(ERROR_CATALOGUE);
  assert.deepEqual(codes, codes.toSorted());
  for (const [code, meaning] of Object.entries(ERROR_CATALOGUE)) {
    assert.ok(meaning.exit > 0 && meaning.exit < 126, code);
    assert.ok(meaning.status >= 400 && meaning.status < 600, code);
  }
});

test('system codes and messages are read from whatever was thrown', () => {
  assert.equal(systemCode(Object.assign(new Error('no'), { code: 'ENOENT' })), 'ENOENT');
  assert.equal(systemCode(new Error('no')), undefined);
  assert.equal(systemCode('ENOENT'), undefined);
  assert.equal(messageOf(new Error('no')), 'no');
  assert.equal(messageOf('no'), 'no');
});

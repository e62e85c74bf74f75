/** Plays one case against a redwolf. */

import type { Exchange } from '../support/http-client.ts';
import type { Redwolf } from '../support/redwolf.ts';
import type { Case } from './case.ts';
import { Check, type Overrides } from './check.ts';
import type { RedwolfPerDialect } from './redwolf-per-dialect.ts';

/** Some name that no platform has: in global_direct the configuration decides. */
const CLIENT_MODEL = 'claude-sonnet-4-5';

const TIMEOUT_MS = 15_000;

/** Runs the case; the faults that it found are in the result. */
export async function runCase(spec: Case, target: RedwolfPerDialect): Promise<Check> {
  const dialect = spec.to ?? 'openai';
  const redwolf = await target.redwolf(dialect);
  const { platform, clientKey } = target;
  const clientModel = dialect === 'anthropic' ? target.platformModel(dialect) : CLIENT_MODEL;
  let client: Exchange;
  const open = (overrides: Overrides) => {
    client = openExchange(redwolf, spec, overrides, clientModel);
    return client;
  };
  const { upstream } = spec;
  platform.play((request, index) => (typeof upstream === 'function' ? upstream(request, index, client) : upstream));
  const check = new Check({ case: spec, platform, platformModel: target.platformModel(dialect), clientKey, open });
  if (!spec.manual) await check.send();
  await spec.check(check);
  if (check.assertions === 0) check.fail('the case made no assertion');
  return check;
}

function openExchange(redwolf: Redwolf, spec: Case, overrides: Overrides, model: string): Exchange {
  const method = overrides.method ?? spec.method ?? 'POST';
  return redwolf.open(overrides.path ?? spec.path ?? '/v1/messages', {
    method,
    headers: { 'anthropic-version': '2023-06-01', ...spec.headers, ...overrides.headers },
    timeoutMs: overrides.timeoutMs ?? spec.timeoutMs ?? TIMEOUT_MS,
    ...(method === 'GET' ? {} : { body: spec.rawBody ?? requestBody(spec, overrides, model) }),
    ...spec.call,
  });
}

/** A minimal request, and over it the fields of the case. */
function requestBody(spec: Case, overrides: Overrides, model: string): object {
  return {
    model,
    max_tokens: 256,
    messages: [{ role: 'user', content: 'hi' }],
    ...(spec.stream ? { stream: true } : {}),
    ...spec.body,
    ...overrides.body,
  };
}

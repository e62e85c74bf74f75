/**
 * The form of the configuration file, part by part. The `error` of a schema says what is expected there; load.ts puts it
 * into the sentence. What the parts mean together is in checks.ts.
 */

import { z } from 'zod';
import { isNetwork } from '../lib/networks.ts';

/** Known keys of a section travel in the message of zod's issue about an unknown one. */
export const KEY_SEPARATOR = ' ';

function section<Shape extends z.core.$ZodLooseShape>(expected: string, shape: Shape) {
  const keys = Object.keys(shape).join(KEY_SEPARATOR);
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? keys : expected) });
}

function text(expected: string, pattern: RegExp) {
  return z.string({ error: expected }).regex(pattern, { error: expected });
}

function list<Item extends z.ZodType>(expected: string, item: Item) {
  return z.array(item, { error: expected });
}

function number(expected: string, least: number, most: number) {
  return z.number({ error: expected }).min(least, { error: expected }).max(most, { error: expected });
}

function sound<Field extends z.ZodType>(field: Field) {
  return field.optional().catch(undefined);
}

const seconds = number('a number of seconds, more than 0 and at most 86400', 0.001, 86_400);
const secret = text(
  'a key: visible ASCII characters without blanks (a key of digits only needs quotes)',
  /^[\x21-\x7e]+$/,
);
const platformId = text(
  'small letters, digits, - and _, beginning with a letter or digit',
  /^[a-z0-9][a-z0-9_-]{0,63}$/,
);
const modelName = text('the name of a model', /^[^\s\p{Cc}](?:[^\p{Cc}]{0,253}[^\s\p{Cc}])?$/u);
const address = z.string({ error: 'an address that begins with http:// or https://' });

const headerValue = text(
  'a text of visible ASCII characters and blanks between them',
  /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/,
);

const poolKey = z.union(
  [
    secret,
    section('a section with key, weight and name', {
      key: secret,
      weight: number('a number, at least 0 and at most 1000000', 0, 1e6).optional(),
      name: text('a name of at most 100 characters', /^[^\s\p{Cc}](?:[^\p{Cc}]{0,98}[^\s\p{Cc}])?$/u).optional(),
    }),
  ],
  { error: 'a key, or a section with key, weight and name' },
);

const tokens = number('a whole number of tokens, at least 1', 1, 1e9).int({ error: 'a whole number of tokens' });
const yesOrNo = z.boolean({ error: 'true or false' });
const dollars = number('a number of US dollars, at least 0', 0, 1e9).optional();

const model = z.union(
  [
    modelName,
    section('a section with id and what is known of the model', {
      id: modelName,
      display_name: text(
        'a name of at most 200 characters',
        /^[^\s\p{Cc}](?:[^\p{Cc}]{0,198}[^\s\p{Cc}])?$/u,
      ).optional(),
      context_window: tokens.optional(),
      max_output_tokens: tokens.optional(),
      tools: yesOrNo.optional(),
      vision: yesOrNo.optional(),
      thinking: yesOrNo.optional(),
      text_tools: yesOrNo.optional(),
      price: section('a section with input and output, in US dollars per million tokens', {
        input: number('US dollars per million tokens', 0, 1e6),
        output: number('US dollars per million tokens', 0, 1e6),
        cache_read: dollars,
        cache_write: dollars,
      }).optional(),
    }),
  ],
  { error: 'the name of a model, or a section with id and what is known of the model' },
);

export const platformSchema = section('a section with id and type', {
  id: platformId,
  type: z.string({ error: 'the type of a platform, such as anthropic, openai-compatible or ollama' }),
  base_url: address.optional(),
  base_urls: z.record(z.string(), address, { error: 'a section with an address for each protocol' }).optional(),
  api_key: secret.optional(),
  api_keys: list('a list of keys', poolKey).min(1, { error: 'at least one key' }).optional(),
  auth: z.enum(['key', 'passthrough'], { error: '"key" or "passthrough"' }).optional(),
  models: list('a list of models', model).optional(),
  timeouts: section('a section with connect, first_byte and idle', {
    connect: seconds.optional(),
    first_byte: seconds.optional(),
    idle: seconds.optional(),
  }).optional(),
  headers: z.record(z.string(), headerValue, { error: 'a section with a value for each header' }).optional(),
  proxy: z.string({ error: 'the address of a proxy, such as http://127.0.0.1:3128' }).optional(),
});

/** Keeps what is right by itself of a platform that may be wrong elsewhere, so that one fault does not hide another. */
export const soundPlatformSchema = z.object({
  id: sound(platformSchema.shape.id),
  type: sound(platformSchema.shape.type),
  base_url: sound(platformSchema.shape.base_url),
  base_urls: sound(platformSchema.shape.base_urls),
  api_key: sound(platformSchema.shape.api_key),
  api_keys: sound(platformSchema.shape.api_keys),
  auth: sound(platformSchema.shape.auth),
  models: sound(platformSchema.shape.models),
  headers: sound(platformSchema.shape.headers),
  proxy: sound(platformSchema.shape.proxy),
});

const mode = z.enum(['claude_code', 'global_direct', 'smart_routing'], {
  error: '"claude_code", "global_direct" or "smart_routing"',
});
const count = number('a whole number, at least 1', 1, 1e15).int({ error: 'a whole number' });

const modelByName = text('a model, as "platform:model" or by a name that is unique', /\S/);
const phrase = (what: string, most: number) =>
  z.string({ error: what }).trim().min(1, { error: what }).max(most, { error: what });
const scenePart = phrase('a text of at most 2000 characters', 2_000);

export const sceneSchema = section('a section with name and description', {
  name: phrase('a name of at most 100 characters', 100),
  description: scenePart.optional(),
  models: list('a list of models, best first', modelByName).optional(),
  examples: list('a list of things that users say', scenePart).optional(),
  keywords: list('a list of words', phrase('a word of at most 100 characters', 100)).optional(),
  paths: list('a list of paths, such as "src/payment/**"', phrase('a path of at most 300 characters', 300)).optional(),
  enabled: z.boolean({ error: 'true or false' }).optional(),
});

export const routingSchema = section('a section with mode and model_priority_list', {
  mode: mode.optional(),
  model_priority_list: list('a list of models, best first', modelByName).optional(),
  scenes: list('a list of scenes', sceneSchema).optional(),
  routing_models: list('a list of models that judge requests, first one first', modelByName).optional(),
  judge: section('a section with when and timeout_ms', {
    when: z.enum(['unsure', 'always'], { error: '"unsure" or "always"' }).optional(),
    timeout_ms: number('a number of milliseconds from 50 to 60000', 50, 60_000).optional(),
  }).optional(),
  risk: number('a number from 0 (always the strongest model) to 1 (as cheap as can be)', 0, 1).optional(),
  claude_code_platforms: list('a list of platform ids', z.string({ error: 'the id of a platform' })).optional(),
});

const captureLevel = z.enum(['off', 'metadata', 'full'], { error: '"off", "metadata" or "full"' });

/** What a key may do. */
const policy = {
  models: list('a list of models', modelName).optional(),
  platforms: list('a list of platform ids', platformId).optional(),
  modes: list('a list of modes', mode).optional(),
  scenes: list('a list of names of scenes', phrase('a name of at most 100 characters', 100)).optional(),
  limits: section('a section with requests_per_minute, tokens_per_minute and parallel', {
    requests_per_minute: count.optional(),
    tokens_per_minute: count.optional(),
    parallel: count.optional(),
  }).optional(),
  budget: section('a section with limits such as tokens_per_day and usd_per_month', {
    tokens_per_day: count.optional(),
    tokens_per_month: count.optional(),
    tokens_total: count.optional(),
    usd_per_day: dollars,
    usd_per_month: dollars,
    usd_total: dollars,
  }).optional(),
  capture: captureLevel.optional(),
};

export const keySchema = section('a section with name and key', {
  name: text('a name of at most 100 characters', /^[^\s\p{Cc}](?:[^\p{Cc}]{0,98}[^\s\p{Cc}])?$/u),
  key: secret,
  owner: text('the id of a user', /^[^\s\p{Cc}]{1,100}$/u).optional(),
  expires: z
    .union([z.iso.date(), z.iso.datetime({ offset: true })], {
      error: 'a day such as 2027-01-31 (until its end, UTC), or a time such as 2027-01-31T18:00:00Z',
    })
    .optional(),
  enabled: yesOrNo.optional(),
  ...policy,
});

/** What the keys that members make may do. */
export const memberKeysSchema = section('a section with what a key may do, such as models and budget', policy);

export const limitsSchema = section('a section with max_body_mb and limits of connections', {
  max_body_mb: number('a number of megabytes, more than 0 and at most 1024', 0.001, 1024).optional(),
  max_header_kb: number('a number of kilobytes, at least 1 and at most 1024', 1, 1024).optional(),
  header_seconds: seconds.optional(),
  request_seconds: seconds.optional(),
  idle_seconds: seconds.optional(),
  slow_client_seconds: seconds.optional(),
  max_connections: number('a whole number, at least 1 and at most 1000000', 1, 1e6)
    .int({ error: 'a whole number of connections' })
    .optional(),
});

const NETWORK = 'an address or a network, such as 127.0.0.1 or 10.0.0.0/8, and not the whole world';
const PUBLIC_URL = 'the address by which browsers call, such as https://redwolf.example.com, without a path';
const pemFile = text('the path of a PEM file', /\S/);

export const serverSchema = section('a section with tls, trusted_proxies, public_url and hsts', {
  tls: section('a section with cert and key', { cert: pemFile, key: pemFile }).optional(),
  trusted_proxies: list(
    'a list of addresses and networks',
    z.string({ error: NETWORK }).refine(isNetwork, { error: NETWORK }),
  ).optional(),
  public_url: text(PUBLIC_URL, /^https?:\/\/(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?\/?$/i).optional(),
  hsts: yesOrNo.optional(),
});

export const modelsSchema = section('a section with refresh_hours', {
  refresh_hours: number('a number of hours, at least 0 (never) and at most 8760', 0, 8_760).optional(),
});

export const pricesSchema = section('a section with cny_per_usd and baseline', {
  cny_per_usd: number('yuan for a US dollar, from 0.1 to 1000', 0.1, 1_000).optional(),
  baseline: text('a model, as "platform:model"', /^[^:\s]+:\S+$/).optional(),
});

export const databaseSchema = section('a section with url', {
  url: text('an address such as postgres://user:password@host:5432/name', /^postgres(?:ql)?:\/\/\S+$/),
});

export const metricsSchema = section('a section with token', {
  token: text('a secret of at least 16 characters without blanks', /^\S{16,}$/),
});

const REGEX = 'a regular expression of JavaScript, such as "\\\\d{4}-\\\\d{4}", that does not match the empty text';

/** What is kept of calls, and for how long: keys of the file's root. */
export const recordsSchema = z.object({
  capture: captureLevel.optional(),
  redact: list(
    'a list of regular expressions',
    z.string({ error: REGEX }).refine(isPattern, { error: REGEX }),
  ).optional(),
  retention: section('a section with days, gib and call_days', {
    days: number('a number of days, at least 0 (for ever) and at most 36500', 0, 36_500).optional(),
    call_days: number('a number of days, at least 0 (for ever) and at most 36500', 0, 36_500).optional(),
    gib: number('a number of gibibytes, at least 0 (without a limit) and at most 1000000', 0, 1e6).optional(),
  }).optional(),
});

/** One that matches the empty text would be found between any two letters. */
function isPattern(text: string): boolean {
  try {
    return !new RegExp(text, 'u').test('');
  } catch {
    return false;
  }
}

/** The sections only; their parts are checked one by one, so that one fault does not hide another. */
export const fileSchema = section('keys and values, such as "platforms:"', {
  platforms: list('a list of platforms', z.unknown()).optional(),
  routing: z.unknown().optional(),
  keys: list('a list of client keys', z.unknown()).optional(),
  member_keys: z.unknown().optional(),
  limits: z.unknown().optional(),
  models: z.unknown().optional(),
  prices: z.unknown().optional(),
  server: z.unknown().optional(),
  database: z.unknown().optional(),
  metrics: z.unknown().optional(),
  capture: z.unknown().optional(),
  redact: z.unknown().optional(),
  retention: z.unknown().optional(),
});

export type PlatformEntry = z.infer<typeof platformSchema>;
export type SoundPlatform = z.infer<typeof soundPlatformSchema>;
export type SceneEntry = z.infer<typeof sceneSchema>;
export type RoutingEntry = z.infer<typeof routingSchema>;
export type KeyEntry = z.infer<typeof keySchema>;
export type PolicyEntry = z.infer<typeof memberKeysSchema>;
export type LimitsEntry = z.infer<typeof limitsSchema>;
export type DatabaseEntry = z.infer<typeof databaseSchema>;
export type MetricsEntry = z.infer<typeof metricsSchema>;
export type ModelsEntry = z.infer<typeof modelsSchema>;
export type PricesEntry = z.infer<typeof pricesSchema>;
export type RecordsEntry = z.infer<typeof recordsSchema>;
export type ServerEntry = z.infer<typeof serverSchema>;

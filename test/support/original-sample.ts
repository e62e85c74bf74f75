/** A database of the original as somebody has it who used every part of it: the same one for the same seed. */

import { Random } from '../fuzz/random.ts';
import { OriginalDatabase, sqlTime } from './original-database.ts';

const DASHSCOPE_KEY = 'sk-dashscope-0123456789abcdef';
export const COMPATIBLE_KEY = 'sk-compatible-0123456789abcdef';
const SERVER_KEY = 'sk-kimi-0123456789abcdefghij';
/** Client keys, by their names. */
export const CLIENT_KEYS = {
  laptop: 'lxs_laptop-aaaaaaaaaaaaaaaaaaaaaaaaa',
  limited: 'lxs_limited-bbbbbbbbbbbbbbbbbbbbbbbb',
  expired: 'lxs_expired-cccccccccccccccccccccccc',
  closed: 'lxs_closed-ddddddddddddddddddddddddd',
} as const;

/** Everything in the sample that nobody may see. */
export const SECRETS = [DASHSCOPE_KEY, COMPATIBLE_KEY, SERVER_KEY, ...Object.values(CLIENT_KEYS)];

/** 2025-08-11, when the original's last version was made. */
export const MADE_AT = Date.UTC(2025, 7, 11, 9, 30);
const HOUR = 3_600_000;
/** Of the key `limited`. */
export const LIMIT = 1_000_000;
const CALLS = 30;

export interface SampleOptions {
  readonly seed?: number;
  /** UTC milliseconds: when it was first used. */
  readonly at?: number;
  /** Of the OpenAI-compatible platform. */
  readonly baseUrl?: string;
}

/** Writes it, and gives it back closed. @returns what the key `limited` used */
export function writeSample(file: string, options: SampleOptions = {}): number {
  const { seed = 1, at = MADE_AT, baseUrl = 'http://127.0.0.1:9/v1' } = options;
  const database = new OriginalDatabase(file);
  const made = { created_at: sqlTime(at), updated_at: sqlTime(at) };
  database.insert('user_auth', { password_hash: 'abc', salt: 'def', is_first_login: 0, ...made });
  writePlatforms(database, made, baseUrl);
  writeRouting(database, made);
  const used = writeKeysAndCalls(database, at, new Random(seed));
  database.close();
  return used;
}

function writePlatforms(database: OriginalDatabase, made: { created_at: string }, base_url: string): void {
  const platform = (platform_type: string, cells: object) =>
    database.insert('platform_configs', {
      platform_type,
      api_key: '',
      base_url: '',
      enabled: 1,
      timeout: 30,
      ...made,
      ...cells,
    });
  platform('dashscope', { api_key: DASHSCOPE_KEY, base_url: 'https://dashscope.aliyuncs.com' });
  platform('openai_compatible', { api_key: COMPATIBLE_KEY, base_url, timeout: 300 });
  platform('ollama', { base_url: 'http://localhost:11434' });
  platform('lmstudio', { base_url: 'http://192.168.1.20:1234/', enabled: 0 });
  platform('siliconflow', {});
  const model = (platform_type: string, model_id: string, cells: object = {}) =>
    database.insert('model_configs', {
      platform_type,
      model_id,
      model_name: model_id,
      enabled: 1,
      priority: 0,
      ...made,
      ...cells,
    });
  model('dashscope', 'qwen3-coder-plus', { model_name: 'Qwen3 Coder Plus', description: '代码' });
  model('dashscope', 'qwen-max');
  model('dashscope', 'qwen-old', { enabled: 0 });
  model('openai_compatible', 'local-model');
  model('ollama', 'llama3.2:1b');
  model('siliconflow', 'Qwen/Qwen3-8B');
  const server = (name: string, url: string, priority: number, cells: object = {}) =>
    database.insert('claude_code_servers', {
      name,
      url,
      api_key: SERVER_KEY,
      timeout: 600,
      priority,
      enabled: 1,
      ...made,
      ...cells,
    });
  server('备用', 'https://claude.example.com/api', 2);
  server('Kimi', 'https://api.moonshot.ai/anthropic', 1);
  server('own account', 'https://api.anthropic.com', 3, { api_key: null, enabled: 0 });
}

function writeRouting(database: OriginalDatabase, made: { created_at: string }): void {
  const list = ['openai_compatible:local-model', 'llama3.2:1b', 'qwen-max', 'siliconflow:Qwen/Qwen3-8B'];
  database.insert('routing_configs', {
    ...{ config_name: 'global_direct_default', config_type: 'global_direct', is_active: 1, ...made },
    config_data: JSON.stringify({ model_priority_list: list }),
  });
  const smart = database.insert('routing_configs', {
    ...{ config_name: 'smart_routing_default', config_type: 'smart_routing', is_active: 0, ...made },
    config_data: JSON.stringify({ routing_models: ['dashscope:qwen-max'] }),
  });
  for (const [priority, scene_name] of ['默认对话', '代码修改'].entries())
    database.insert('routing_scenes', {
      ...{ routing_config_id: smart, scene_name, scene_description: 'x', priority, enabled: 1 },
      models: '["dashscope:qwen3-coder-plus"]',
    });
  database.insert('system_configs', { config_key: 'current_work_mode', config_value: 'global_direct', ...made });
}

function writeKeysAndCalls(database: OriginalDatabase, at: number, random: Random): number {
  const key = (key_name: keyof typeof CLIENT_KEYS, cells: object = {}) =>
    database.insert('user_keys', {
      ...{ key_name, api_key: CLIENT_KEYS[key_name], max_tokens: 0, used_tokens: 0, expires_at: null, is_active: 1 },
      ...{ created_at: sqlTime(at), ...cells },
    });
  const laptop = key('laptop');
  const limited = key('limited', { max_tokens: LIMIT });
  key('expired', { expires_at: sqlTime(at + HOUR) });
  key('closed', { is_active: 0 });
  let used = 0;
  for (let index = 0; index < CALLS; index++) {
    const call = {
      key: index % 2 === 0 ? laptop : limited,
      at: at + index * HOUR,
      input: random.below(5_000),
      output: 1 + random.below(900),
    };
    writeCall(database, call);
    if (call.key === limited) used += call.input + call.output;
  }
  database.run(`UPDATE user_keys SET used_tokens = ${used} WHERE id = ${limited}`);
  return used;
}

export interface SampleCall {
  readonly key: number;
  readonly at: number;
  readonly input: number;
  readonly output: number;
}

/** A call as the original records it: the record, and the entry in the log of what the key used. */
export function writeCall(database: OriginalDatabase, { key, at, input, output }: SampleCall): void {
  const tokens = { input_tokens: input, output_tokens: output, total_tokens: input + output };
  const record = database.insert('api_records', {
    ...{ method: 'POST', path: '/api/v1/claude-code/v1/messages → dashscope:qwen3-coder-plus (🔄 流式响应)' },
    headers: JSON.stringify({ authorization: `Bearer ${CLIENT_KEYS.laptop}`, 'user-agent': 'claude-cli/1.0' }),
    body: JSON.stringify({
      model: 'claude-sonnet-4',
      stream: true,
      messages: [{ role: 'user', content: `你好 ${at}` }],
    }),
    ...{
      response_status: 200,
      response_headers: '{"Content-Type":"text/event-stream"}',
      response_body: 'event: message_start\n',
    },
    ...{ timestamp: sqlTime(at), duration_ms: 1_500, target_platform: 'dashscope', target_model: 'qwen3-coder-plus' },
    processed_prompt: JSON.stringify({ model: 'qwen3-coder-plus', stream: true }),
    processed_headers: JSON.stringify({ Authorization: `Bearer ${DASHSCOPE_KEY}` }),
    ...{
      model_raw_headers: '{}',
      model_raw_response: `data: {"echo":"${DASHSCOPE_KEY}"}`,
      user_key_id: key,
      ...tokens,
    },
  });
  database.insert('key_usage_logs', {
    ...{ user_key_id: key, api_record_id: record, model_name: 'qwen3-coder-plus', platform_type: 'dashscope' },
    ...{ ...tokens, timestamp: sqlTime(at + 12) },
  });
}

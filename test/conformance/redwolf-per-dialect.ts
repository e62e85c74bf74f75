/** One fake platform for all cases, and one redwolf in front of it per kind of platform, started when first needed. */

import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { CLIENT_KEY } from '../support/config-file.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { startRedwolf } from '../support/redwolf-process.ts';
import type { Dialect } from './case.ts';

/** The platform's type in the configuration, where its base URL lies on the fake platform, and its model. */
const DIALECTS: Readonly<Record<Dialect, { type: string; base: string; model: string }>> = {
  openai: { type: 'openai-compatible', base: '/v1', model: 'm' },
  anthropic: { type: 'anthropic', base: '/anthropic', model: 'claude-up' },
  dashscope: { type: 'dashscope', base: '/dashscope/compatible-mode/v1', model: 'm' },
  openrouter: { type: 'openrouter', base: '/openrouter/api/v1', model: 'm' },
  ollama: { type: 'ollama', base: '/ollama', model: 'm' },
  lmstudio: { type: 'lmstudio', base: '/lmstudio/v1', model: 'm' },
};

export class RedwolfPerDialect {
  readonly platform: FakePlatform;
  readonly clientKey = CLIENT_KEY;
  readonly #running = new Map<Dialect, Promise<Redwolf>>();

  private constructor(platform: FakePlatform) {
    this.platform = platform;
  }

  static async start(): Promise<RedwolfPerDialect> {
    return new RedwolfPerDialect(await FakePlatform.start());
  }

  redwolf(dialect: Dialect): Promise<Redwolf> {
    const running = this.#running.get(dialect) ?? this.#startOne(dialect);
    this.#running.set(dialect, running);
    return running;
  }

  /** The model's id on the platform. */
  platformModel(dialect: Dialect): string {
    return DIALECTS[dialect].model;
  }

  /** Ends every redwolf, each of them cleanly, and the platform. */
  async stop(): Promise<void> {
    const running = await Promise.all(this.#running.values());
    await Promise.all(running.map((redwolf) => redwolf.stop()));
    await this.platform.close();
  }

  #startOne(dialect: Dialect): Promise<Redwolf> {
    const { type, base, model } = DIALECTS[dialect];
    return startRedwolf({
      platforms: [{ id: 'up', type, base_url: this.platform.origin + base, api_key: 'k', models: [model] }],
      routing: { mode: 'global_direct', model_priority_list: [`up:${model}`] },
    });
  }
}

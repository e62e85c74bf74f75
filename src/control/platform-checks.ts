import type { RefreshReply, RefreshRequest } from '../admin/contract/models.ts';
import type { TestReply, TestRequest, TestsReply } from '../admin/contract/platforms.ts';
import type { PlatformChecksPort } from '../admin/ports.ts';
import { Turns } from '../lib/turns.ts';
import type { AskPorts } from './ask-platform.ts';
import type { RuntimeConfiguration } from './configuration.ts';
import { refreshModels } from './refresh-models.ts';
import { unknownPlatform } from './refusals.ts';
import { testPlatform } from './test-platform.ts';

const AT_ONCE = 4;

/** What platforms are asked outside of any call. */
export class PlatformChecks implements PlatformChecksPort {
  readonly #configuration: RuntimeConfiguration;
  readonly #ports: AskPorts;

  constructor(configuration: RuntimeConfiguration, ports: AskPorts) {
    this.#configuration = configuration;
    this.#ports = ports;
  }

  refresh(request: RefreshRequest): Promise<RefreshReply> {
    return refreshModels(this.#configuration, this.#ports, request);
  }

  async test(id: string, request: TestRequest): Promise<TestReply> {
    const { platforms } = this.#configuration.effective;
    const platform = platforms.find((candidate) => candidate.id === id);
    if (platform === undefined) {
      const known = platforms.map((candidate) => candidate.id);
      throw unknownPlatform(id, known);
    }
    return testPlatform(platform, this.#configuration.base.types, this.#ports, request);
  }

  async testAll(): Promise<TestsReply> {
    const turns = new Turns(AT_ONCE);
    const ready = this.#configuration.effective.platforms.filter(({ state }) => state === 'ready');
    const results = await Promise.all(ready.map(({ id }) => turns.take(() => this.test(id, {}))));
    return { results };
  }
}

import type { RefreshResult } from '../admin/contract/models.ts';
import type { PlatformChecksPort } from '../admin/ports.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import { Turns } from '../lib/turns.ts';
import { refName } from '../routing/catalog.ts';
import type { RuntimeConfiguration } from './configuration.ts';
import { type EffectivePlatform, listsItsModels } from './effective.ts';
import { listerFor } from './model-lists/listers.ts';

const AT_ONCE = 4;
const LOOK_MS = 60_000;
const HOUR_MS = 3_600_000;

export interface ModelRefreshPorts {
  readonly checks: Pick<PlatformChecksPort, 'refresh'>;
  readonly clock: Clock;
  /** Sentences for the log. */
  readonly info: (text: string) => void;
  readonly warn: (text: string) => void;
}

/** How it went with a platform so far, on the monotonic clock. */
interface Attempt {
  readonly at: number;
  /** In a row; 0 after a success. */
  readonly failures: number;
}

/**
 * Asks platforms for which no models are configured for theirs: after the start, and then from time to time. Nothing waits
 * for it. One that fails is asked again after one minute, two, four, at most as rarely as the others.
 */
export class ModelRefresh {
  readonly #configuration: RuntimeConfiguration;
  readonly #ports: ModelRefreshPorts;
  readonly #attempts = new Map<string, Attempt>();
  #timer: Timer | undefined;
  #isStopped = false;

  constructor(configuration: RuntimeConfiguration, ports: ModelRefreshPorts) {
    this.#configuration = configuration;
    this.#ports = ports;
  }

  /** Ids of platforms that are asked for their models, and have none so far. */
  get awaited(): readonly string[] {
    if (this.#interval === 0) return [];
    return this.#platforms()
      .filter(({ config }) => config?.models.length === 0)
      .map(({ id }) => id);
  }

  /** Begins, and returns at once. */
  start(): void {
    const lookAgain = async () => {
      await this.look();
      if (!this.#isStopped) this.#timer = this.#ports.clock.timer(LOOK_MS, () => void lookAgain());
    };
    void lookAgain();
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
  }

  /** Asks those whose turn it is, some at once. Never rejects. */
  async look(): Promise<void> {
    const due = this.#interval === 0 ? [] : this.#platforms().filter((platform) => this.#isDue(platform));
    const turns = new Turns(AT_ONCE);
    await Promise.all(due.map(({ id }) => turns.take(() => this.#ask(id))));
  }

  async #ask(id: string): Promise<void> {
    const at = this.#ports.clock.monotonic();
    // It may be gone by now.
    const reply = await this.#ports.checks.refresh({ platforms: [id] }).catch(() => undefined);
    const result = reply?.results[0];
    if (result === undefined) return;
    this.#note(result, at);
    if (result.added.length > 0) this.#sayWhoAnswers();
  }

  get #interval(): number {
    return this.#configuration.effective.config.modelRefreshHours * HOUR_MS;
  }

  #platforms(): EffectivePlatform[] {
    const { effective, base } = this.#configuration;
    return effective.platforms.filter((platform) => {
      const type = base.types.get(platform.type);
      const isAskable = platform.state === 'ready' && platform.config?.auth === 'key';
      return isAskable && type !== undefined && listerFor(type) !== undefined && listsItsModels(platform, base);
    });
  }

  #isDue({ id, type }: EffectivePlatform): boolean {
    const attempt = this.#attempts.get(id);
    const { clock } = this.#ports;
    if (attempt !== undefined) return clock.monotonic() - attempt.at >= this.#pause(attempt);
    // What runs on this machine may have got other models meanwhile.
    if (this.#configuration.base.types.get(type)?.isLocal === true) return true;
    return clock.now() - this.#lastListed(id) >= this.#interval;
  }

  #pause({ failures }: Attempt): number {
    return failures === 0 ? this.#interval : Math.min(LOOK_MS * 2 ** (failures - 1), this.#interval);
  }

  /** Wall-clock time, so that a restart asks nobody again; 0 for never. */
  #lastListed(id: string): number {
    const models = [...this.#configuration.state.models.values()].filter(({ platform }) => platform === id);
    return Math.max(0, ...models.map(({ listedAt }) => listedAt ?? 0));
  }

  /** The order of a list is the platform's; it may begin with its oldest or dearest model. */
  #sayWhoAnswers(): void {
    const { mode, hasPriorityList, priorityList } = this.#configuration.routing;
    const [first, ...others] = priorityList;
    if (mode !== 'global_direct' || hasPriorityList || first === undefined || others.length === 0) return;
    const text = `${refName(first)} answers first, only because it is listed first. Set routing.model_priority_list.`;
    this.#ports.warn(text);
  }

  #note({ platform, ok, listed, added, vanished, reason }: RefreshResult, at: number): void {
    const before = this.#attempts.get(platform)?.failures ?? 0;
    this.#attempts.set(platform, { at, failures: ok ? 0 : before + 1 });
    if (ok && (before > 0 || added.length + vanished.length > 0)) {
      this.#ports.info(`${platform} lists ${listed} models (${added.length} new, ${vanished.length} gone).`);
    }
    // Said once, not with each of many attempts.
    if (!ok && before === 0)
      this.#ports.warn(`${platform} could not be asked for its models: ${reason ?? 'no reason'}`);
  }
}

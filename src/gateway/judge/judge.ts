import { createHash } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';
import { newCallId } from '../../lib/ids.ts';
import { readText } from '../../lib/wire-text.ts';
import { CODECS } from '../../protocols/index.ts';
import type { ModelRef } from '../../routing/catalog.ts';
import { makeTarget, type Target } from '../../routing/plan.ts';
import type { Verdict } from '../../routing/smart/decide.ts';
import type { Scene, SmartRouting } from '../../routing/smart/smart-routing.ts';
import type { TurnReply } from '../../turn/reply.ts';
import type { Call } from '../call.ts';
import { exchange } from '../exchange.ts';
import type { UpstreamPort } from '../upstream.ts';
import { authHeaders } from '../upstream-headers.ts';
import { type JudgedRequest, judgedRequest, judgeRequest, verdictOf } from './judge-prompt.ts';

const MOST_KNOWN = 1_000;

/** What a judge was asked and said, for the account. */
export interface JudgeCall {
  readonly call: Call;
  readonly target: Target;
  /** UTC and monotonic milliseconds. */
  readonly startedAt: number;
  readonly milliseconds: number;
  /** Undefined where it did not answer in time, or not so that it can be read. */
  readonly reply: TurnReply | undefined;
  readonly isRight: boolean;
}

export interface JudgePorts {
  readonly upstream: UpstreamPort;
  readonly clock: Clock;
  /** Told of each judge that was asked. Must not throw. */
  readonly account: (asked: JudgeCall) => void;
}

/**
 * Asks small models which scene a request belongs to, or whether the agent shall just go on: one after the other until one answers
 * as it should, all of them within one limit of time. What was judged is remembered.
 */
export class Judge {
  readonly #ports: JudgePorts;
  /** Hash of the question → name of the scene; null: the agent shall go on. */
  readonly #known = new Map<string, string | null>();

  constructor(ports: JudgePorts) {
    this.#ports = ports;
  }

  /** Undefined where none of them said it in time. Never rejects. */
  async verdictOn(call: Call, { judge, scenes }: Pick<SmartRouting, 'judge' | 'scenes'>): Promise<Verdict | undefined> {
    const request = judgedRequest(call.wholeReading());
    const question = createHash('sha256')
      .update(JSON.stringify([scenes.map(textOf), request]))
      .digest('base64');
    const known = this.#recall(question, scenes);
    if (known !== undefined) return known;
    const { clock } = this.#ports;
    const deadline = clock.monotonic() + judge.timeoutMs;
    for (const ref of judge.models) {
      const left = deadline - clock.monotonic();
      if (left <= 0) break;
      const verdict = await this.#ask(call, ref, scenes, { request, left });
      if (verdict === undefined) continue;
      this.#remember(question, verdict);
      return verdict;
    }
    return undefined;
  }

  async #ask(
    call: Call,
    ref: ModelRef,
    scenes: readonly Scene[],
    { request, left }: { readonly request: JudgedRequest; readonly left: number },
  ): Promise<Verdict | undefined> {
    const { clock, account } = this.#ports;
    const target = makeTarget(ref, 'openai-chat');
    const [startedAt, started] = [clock.now(), clock.monotonic()];
    const mark = `request-${newCallId().slice(-12)}`;
    const reply = await this.#exchange(call, target, judgeRequest(ref.model, scenes, request, mark), left);
    const verdict = reply && verdictOf(textOfReply(reply), scenes);
    const milliseconds = clock.monotonic() - started;
    account({ call, target, startedAt, milliseconds, reply, isRight: verdict !== undefined });
    return verdict;
  }

  /** Undefined for whatever goes wrong: the next one is asked then, and the classifier's word holds in the end. */
  async #exchange(call: Call, target: Target, turn: ReturnType<typeof judgeRequest>, limit: number) {
    const { upstream, channel, model } = target;
    const codec = CODECS[channel.protocol];
    try {
      const encoded = codec.encodeRequest(turn, { model, origin: upstream.id, quirks: channel.quirksFor(model) });
      const candidate = { target, credential: 0, key: upstream.apiKeys[0]?.key };
      const headers = {
        'content-type': 'application/json',
        accept: encoded.stream ? codec.framing.mediaType : 'application/json',
        ...codec.upstreamHeaders(undefined),
        ...authHeaders({}, call.identity, candidate),
      };
      const { origin, path } = channel.url;
      const request = { platform: upstream.id, origin, method: 'POST', path, headers, body: encoded.body };
      const asked = { ...request, timeouts: upstream.timeouts, proxy: upstream.proxy };
      const { status, body } = await exchange(this.#ports.upstream, this.#ports.clock, asked, limit);
      // A platform that only streams cannot judge.
      if (status >= 300 || encoded.stream) return undefined;
      return codec.decodeReply(body, { origin: upstream.id, toolNames: encoded.toolNames });
    } catch {
      return undefined;
    }
  }

  #recall(question: string, scenes: readonly Scene[]): Verdict | undefined {
    const known = this.#known.get(question);
    return known === null ? 'continue' : scenes.find(({ name }) => name === known);
  }

  #remember(question: string, verdict: Verdict): void {
    const [oldest] = this.#known.keys();
    if (this.#known.size >= MOST_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(question, verdict === 'continue' ? null : verdict.name);
  }
}

function textOf({ name, description }: Scene): readonly string[] {
  return [name, description];
}

function textOfReply({ content }: TurnReply): string {
  return content.map((block) => (block.type === 'text' ? readText(block.text) : '')).join('');
}

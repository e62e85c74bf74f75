import type { Body } from '../../lib/body.ts';
import { asNumber, isObject, type JsonObject } from '../../lib/json.ts';
import { type FieldSpans, isEmptyList, isList, readField } from '../../lib/json-scan.ts';
import { Losses } from '../../turn/losses.ts';
import type { TurnRequest } from '../../turn/request.ts';
import type { EncodeTarget } from '../codec.ts';
import type { Quirks } from '../quirks.ts';
import { PROTOCOL } from './protocol.ts';
import { encodeThinking } from './thinking-encode.ts';

/** Field → JSON text of its new value; undefined takes it away. */
type Values = Map<string, string | undefined>;

/** What changes at the top of a relayed request, and whether the platform will answer as a stream. */
export function relayedFields(
  body: Body,
  spans: FieldSpans,
  isStream: boolean,
  target: EncodeTarget,
  losses: Losses,
): { readonly values: ReadonlyMap<string, string | undefined>; readonly stream: boolean } {
  const fields = new RelayedFields(body, spans, target, losses);
  return fields.all(isStream);
}

/** The fields by which this platform is told not to think, as far as the client did not send them. */
export function thoughtlessFields(spans: FieldSpans, quirks: Quirks): string[] {
  if (spans.fields.has('reasoning_effort') || quirks.thinkingOnlyStreams === true) return [];
  const { fields } = encodeThinking(NOTHING, quirks, new Losses());
  return Object.keys(fields).filter((name) => !spans.fields.has(name));
}

/** A request that says nothing. */
const NOTHING: TurnRequest = { protocol: PROTOCOL, model: '', stream: false, system: [], messages: [] };

class RelayedFields {
  readonly #body: Body;
  readonly #spans: FieldSpans;
  readonly #target: EncodeTarget;
  readonly #losses: Losses;
  readonly #values: Values = new Map();

  constructor(body: Body, spans: FieldSpans, target: EncodeTarget, losses: Losses) {
    this.#body = body;
    this.#spans = spans;
    this.#target = target;
    this.#losses = losses;
  }

  all(isStream: boolean): { values: Values; stream: boolean } {
    const { quirks, model } = this.#target;
    this.#values.set('model', JSON.stringify(model));
    this.#setLimits();
    const isThinking = this.#setThinking();
    const stream = isStream || this.#mustStream(isThinking);
    if (stream && !isStream) this.#values.set('stream', 'true');
    if (stream) this.#setStreamOptions();
    for (const name of quirks.refusedFields ?? []) this.#refuse(name);
    this.#setTemperature();
    for (const [name, value] of Object.entries(quirks.extraFields ?? {})) {
      if (!this.#spans.fields.has(name)) this.#values.set(name, JSON.stringify(value));
    }
    return { values: this.#values, stream };
  }

  #read(name: string): unknown {
    return readField(this.#body, this.#spans, name);
  }

  #setLimits(): void {
    const { quirks, maxOutputTokens } = this.#target;
    const lowered = (asked: number) => Math.min(asked, maxOutputTokens ?? asked);
    const older = asNumber(this.#read('max_tokens'));
    const newer = asNumber(this.#read('max_completion_tokens'));
    const field = quirks.maxTokensField;
    if (field === undefined) {
      if (older !== undefined && lowered(older) < older) this.#values.set('max_tokens', String(lowered(older)));
      if (newer !== undefined && lowered(newer) < newer)
        this.#values.set('max_completion_tokens', String(lowered(newer)));
      return;
    }
    // The newer name holds where both are given, as with OpenAI.
    const asked = newer ?? older;
    if (asked === undefined) return;
    const isNewer = field === 'max_completion_tokens';
    if ((isNewer ? newer : older) !== lowered(asked)) this.#values.set(field, String(lowered(asked)));
    if ((isNewer ? older : newer) !== undefined)
      this.#values.set(isNewer ? 'max_tokens' : 'max_completion_tokens', undefined);
  }

  /** True or false where it is known whether the model will think. */
  #setThinking(): boolean | undefined {
    const effort = this.#read('reasoning_effort');
    switch (this.#target.quirks.thinking ?? 'effort') {
      case 'effort':
      case 'think':
      case 'always':
        if (typeof effort === 'string') this.#setEffort(effort);
        return undefined;
      case 'reasoning-object':
        return undefined;
      case 'none':
        if (typeof effort === 'string') this.#refuse('reasoning_effort');
        return undefined;
      case 'enable-thinking':
        return this.#setSwitch('enable_thinking', effort);
      case 'thinking-object':
        return this.#setSwitch('thinking', effort);
      case 'chat-template':
        return this.#setSwitch('chat_template_kwargs', effort);
    }
  }

  /** The nearest effort of those that are known. `none` is left: newer models know it, others say that they do not. */
  #setEffort(effort: string): void {
    const { quirks } = this.#target;
    if (quirks.efforts === undefined || effort === 'none') return;
    const { fields } = encodeThinking({ ...NOTHING, effort }, quirks, this.#losses);
    const known = fields['reasoning_effort'];
    if (typeof known === 'string' && known !== effort) this.#values.set('reasoning_effort', JSON.stringify(known));
  }

  #setSwitch(name: string, effort: unknown): boolean | undefined {
    const { quirks } = this.#target;
    const own = this.#read(name);
    if (own !== undefined && own !== null) return typeof own === 'boolean' ? own : undefined;
    const isForced = quirks.forcedToolStopsThinking === true && this.#isToolForced();
    if (typeof effort !== 'string' && !isForced) return undefined;
    const turn = {
      ...NOTHING,
      ...(typeof effort === 'string' && { effort }),
      ...(isForced && FORCED),
    };
    const { fields, isOn } = encodeThinking(turn, quirks, this.#losses);
    for (const field in fields) this.#values.set(field, JSON.stringify(fields[field]));
    // Servers that render a template of their own pass over an effort, or know it.
    const isKept = fields['reasoning_effort'] !== undefined || quirks.thinking === 'chat-template';
    if (typeof effort === 'string' && !isKept) this.#values.set('reasoning_effort', undefined);
    return isOn;
  }

  #isToolForced(): boolean {
    const choice = this.#read('tool_choice');
    const hasTools = isList(this.#body, this.#spans, 'tools') && !isEmptyList(this.#body, this.#spans, 'tools');
    return hasTools && (choice === 'required' || isObject(choice));
  }

  #mustStream(isThinking: boolean | undefined): boolean {
    if (this.#target.quirks.thinkingOnlyStreams !== true || this.#read('stream') === true) return false;
    // Some thinking models think unless they are told not to, and then refuse to answer in one piece.
    if (isThinking === undefined) this.#values.set('enable_thinking', 'false');
    return isThinking === true;
  }

  #setStreamOptions(): void {
    const options = this.#read('stream_options');
    if (this.#target.quirks.noStreamOptions === true) {
      if (options !== undefined) this.#values.set('stream_options', undefined);
    } else if (!isObject(options) || options['include_usage'] !== true) {
      const asked: JsonObject = { ...(isObject(options) && options), include_usage: true };
      this.#values.set('stream_options', JSON.stringify(asked));
    }
  }

  #refuse(name: string): void {
    const value = this.#values.has(name) ? this.#values.get(name) : this.#read(name);
    if (value === undefined) return;
    this.#values.set(name, undefined);
    if (value !== null) this.#losses.add(name, 'the platform refuses this field');
  }

  #setTemperature(): void {
    const bounds = this.#target.quirks.temperature;
    const asked = this.#read('temperature');
    if (bounds === undefined || typeof asked !== 'number' || this.#values.has('temperature')) return;
    const [least, most] = bounds;
    const moved = Math.min(Math.max(asked, least), most);
    if (moved === asked) return;
    this.#losses.add('temperature', `the platform knows none but ${least} to ${most}`);
    this.#values.set('temperature', String(moved));
  }
}

const FORCED = {
  tools: [{ kind: 'function', name: 'any' }],
  toolChoice: { kind: 'any' },
} as const satisfies Partial<TurnRequest>;

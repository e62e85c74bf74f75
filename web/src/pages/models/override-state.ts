/** What the form of a model holds, and the change that follows from it. An empty field is what the platform says. */

import type { ModelChange, ModelFacts, ModelPrice, ModelView } from '../../../../src/admin/contract/models.ts';
import { CAPABILITIES, type Capability } from './search.ts';

export const PRICE_PARTS = ['input', 'output', 'cacheRead', 'cacheWrite'] as const;
export type PricePart = (typeof PRICE_PARTS)[number];
type YesNo = '' | 'yes' | 'no';

export interface OverrideState {
  readonly displayName: string;
  readonly contextWindow: string;
  readonly maxOutputTokens: string;
  readonly can: Readonly<Record<Capability, YesNo>>;
  readonly price: Readonly<Record<PricePart, string>>;
}

export function overrideStateOf({ overrides }: Pick<ModelView, 'overrides'>): OverrideState {
  const text = (value: string | number | null | undefined) => (value == null ? '' : String(value));
  const said = (name: Capability): YesNo => (overrides[name] === undefined ? '' : overrides[name] ? 'yes' : 'no');
  return {
    displayName: overrides.displayName ?? '',
    contextWindow: text(overrides.contextWindow),
    maxOutputTokens: text(overrides.maxOutputTokens),
    can: { tools: said('tools'), vision: said('vision'), thinking: said('thinking'), textTools: said('textTools') },
    price: {
      input: text(overrides.price?.input),
      output: text(overrides.price?.output),
      cacheRead: text(overrides.price?.cacheRead),
      cacheWrite: text(overrides.price?.cacheWrite),
    },
  };
}

/** Names of the fields that hold no number where one is wanted. */
export function faultsOf(state: OverrideState): readonly string[] {
  const isCount = (text: string) => text.trim() === '' || /^[1-9]\d{0,8}$/.test(text.trim());
  const isMoney = (text: string) => text.trim() === '' || /^\d{1,6}(?:\.\d+)?$/.test(text.trim());
  const counts = (['contextWindow', 'maxOutputTokens'] as const).filter((name) => !isCount(state[name]));
  return [...counts, ...PRICE_PARTS.filter((part) => !isMoney(state.price[part]))];
}

/** All fields, so that what was emptied goes back to what the platform says. */
export function changeOf({ platform, id }: ModelView, state: OverrideState): ModelChange {
  const number = (text: string) => (text.trim() === '' ? null : Number(text));
  const said = CAPABILITIES.map((name) => [name, state.can[name] === '' ? null : state.can[name] === 'yes']);
  return {
    platform,
    id,
    displayName: state.displayName.trim() || null,
    contextWindow: number(state.contextWindow),
    maxOutputTokens: number(state.maxOutputTokens),
    ...Object.fromEntries(said),
    price: priceOf(state),
  };
}

function priceOf({ price }: OverrideState): ModelPrice | null {
  const number = (part: PricePart) => (price[part].trim() === '' ? null : Number(price[part]));
  if (PRICE_PARTS.every((part) => number(part) === null)) return null;
  return {
    input: number('input'),
    output: number('output'),
    cacheRead: number('cacheRead'),
    cacheWrite: number('cacheWrite'),
  };
}

/** What the platform says of a field, as text; undefined where it says nothing. */
export function reportedText(reported: ModelFacts, name: 'displayName' | 'contextWindow' | 'maxOutputTokens') {
  const value = reported[name];
  return typeof value === 'number' ? value.toLocaleString('en') : value;
}

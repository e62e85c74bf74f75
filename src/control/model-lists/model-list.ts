/** How a platform's list of models is read. Replies are taken leniently: an unknown or missing field is no fault. */

import type { ModelFacts } from '../../admin/contract/models.ts';
import { asArray, asNumber, asString, isObject, type Json, type JsonObject } from '../../lib/json.ts';

/** A model as its platform describes it. */
export interface ListedModel {
  readonly id: string;
  readonly facts: ModelFacts;
}

/** Asks one platform. Rejects with AskFailure. */
export interface ListQuestions {
  /** Path of the API's root, such as `/v1`. */
  readonly root: string;
  /** The same without a version: where the platform's own endpoints are. */
  readonly base: string;
  /** A GET, or with a body a POST. */
  ask(path: string, body?: JsonObject): Promise<Json>;
}

export type ModelLister = (questions: ListQuestions) => Promise<readonly ListedModel[]>;

/** The entries of a list that stands below `name`, or is the reply itself. */
export function entriesOf(reply: Json, name: string): readonly JsonObject[] {
  const list = isObject(reply) ? asArray(reply[name]) : asArray(reply);
  return list.filter(isObject);
}

/** Facts without those that nobody knows. */
export function known(facts: { readonly [Name in keyof ModelFacts]: ModelFacts[Name] | undefined }): ModelFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

/** The first of these fields that is a number of tokens. */
export function tokens(entry: JsonObject, ...names: readonly string[]): number | undefined {
  return names.map((name) => asNumber(entry[name])).find((value) => value !== undefined && value >= 1);
}

/** True or false by a list of words; undefined where there is none. */
export function has(list: Json | undefined, word: string): boolean | undefined {
  return Array.isArray(list) ? list.some((item) => asString(item) === word) : undefined;
}

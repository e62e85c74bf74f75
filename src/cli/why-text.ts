/** Why a call went where it went, in plain sentences. */

import type { DecisionRecord } from '../routing/smart/decision-record.ts';
import type { CallRow } from '../store/ports.ts';
import type { Loss } from '../turn/losses.ts';

/** A call of an attempt in its row; what is not known of it is absent. */
export interface AttemptText {
  readonly platform?: string;
  readonly model?: string;
  readonly status?: number | null;
  readonly fault?: string;
  readonly message?: string;
  readonly ms?: number;
}

/** A call's row with its JSON read. Rows of older versions hold less of a decision. */
export interface ExplainedCall extends Omit<CallRow, 'decision' | 'plan' | 'attempts' | 'losses'> {
  readonly decision: Partial<DecisionRecord> | null;
  readonly plan: readonly string[];
  readonly attempts: readonly AttemptText[];
  readonly losses: readonly Loss[];
}

/** What a row says of itself. */
export function explainedCall({ decision, plan, attempts, losses, ...rest }: CallRow): ExplainedCall {
  return {
    ...rest,
    decision: decision === null ? null : JSON.parse(decision),
    plan: JSON.parse(plan),
    attempts: JSON.parse(attempts),
    losses: JSON.parse(losses),
  };
}

/** Sentences, one on each line; what belongs to one is indented below it. */
export function whyLines(call: ExplainedCall): readonly string[] {
  const { decision } = call;
  const lines = [
    ...whatLines(call),
    ...(decision === null ? [PLAIN_SOURCES[call.source] ?? plainSource(call)] : decisionLines(call, decision)),
    ...(call.plan.length === 0 ? [] : [`In this order: ${call.plan.join(', ')}.`]),
    ...attemptLines(call),
    ...call.losses.map(({ path, why }) => `Not carried over: ${path} (${why}).`),
    ...costLines(call),
  ];
  // Names and messages come from strangers: a terminal must not obey them.
  return lines.map((line) => line.replace(/\p{Cc}/gu, ' '));
}

const KINDS: Readonly<Record<string, string>> = {
  main: 'the user said something',
  continuation: 'the agent goes on with the results of its tools',
  title: 'the client asks for a title',
  web_search: 'the client searches the web',
  compaction: 'the client sums the conversation up',
  count: 'the client counts tokens',
  side: 'the client asks something for itself',
};

function whatLines(call: ExplainedCall): readonly string[] {
  const { id, startedAt, purpose, session, sessionSource, agent, keyName, requestedModel, mode } = call;
  const kind = KINDS[purpose];
  const asked = requestedModel === '' ? 'no model' : `"${requestedModel}"`;
  const ofAgent = agent === null ? '' : `, of the subagent ${agent}`;
  const told = sessionSource === null ? '' : ` (known by its ${SESSION_SOURCES[sessionSource] ?? sessionSource})`;
  return [
    `${id} of ${new Date(startedAt).toISOString()}, with the key "${keyName}", asked for ${asked}.`,
    ...(purpose === '' ? [] : [`Kind: ${purpose}${kind === undefined ? '' : `: ${kind}`}${ofAgent}.`]),
    session === null ? 'Nothing tells which conversation it belongs to.' : `Session: ${session}${told}.`,
    mode === '' ? 'It was refused before it was routed.' : `Mode: ${mode}.`,
  ];
}

const SESSION_SOURCES: Readonly<Record<string, string>> = {
  header: 'header',
  metadata: 'metadata',
  hash: 'beginning',
};

const PLAIN_SOURCES: Readonly<Record<string, string>> = {
  pin: 'The client named the model itself, so that no other one may answer.',
  'priority-list': 'The list of models decided.',
  'all-models': 'No list of models is set, so that all are tried in the order of the platforms.',
  'claude-code': "The client's own model was asked, on the platforms of Claude Code mode in their order.",
};

function plainSource({ source }: ExplainedCall): string {
  return source === '' ? 'Nothing was decided.' : `It was decided by: ${source}.`;
}

function decisionLines({ source }: ExplainedCall, decision: Partial<DecisionRecord>): readonly string[] {
  const { intent, scene, confidence, tier, reasons = [], alternatives = [], vetoes = [] } = decision;
  const sure = confidence === undefined ? '' : `, ${percent(confidence)} sure`;
  const ofScene = scene === null || scene === undefined ? 'no scene' : `the scene "${scene}"`;
  const others = alternatives.filter((one) => one.scene !== scene && one.probability >= LEAST_SHOWN);
  return [
    `Taken for "${intent ?? '?'}" and ${ofScene}${sure}; decided by: ${decision.source ?? source}.`,
    ...(tier === undefined ? [] : [`What it needs: ${tier}.`]),
    ...reasons.map(({ text }) => `  ${text}`),
    ...(others.length === 0 ? [] : [`It could have been: ${others.map(sceneText).join(', ')}.`]),
    ...vetoes.map(({ model, why }) => `Out of the question: ${model} ${why}.`),
    ...runnerUpLines(decision.runnerUp),
  ];
}

/** Less likely scenes are noise. */
const LEAST_SHOWN = 0.01;

function sceneText({ scene, probability }: DecisionRecord['alternatives'][number]): string {
  return `"${scene}" (${percent(probability)})`;
}

function runnerUpLines(runnerUp: DecisionRecord['runnerUp'] | undefined): readonly string[] {
  if (runnerUp === null || runnerUp === undefined) return [];
  const { model, stayUsd, changeUsd } = runnerUp;
  const costs =
    stayUsd === null || changeUsd === null
      ? ''
      : ` Staying with the session's model was expected to cost ${money(stayUsd)}, changing ${money(changeUsd)}.`;
  return [`Next would have been ${model}.${costs}`];
}

function attemptLines({ attempts, outcome, status, errorKind, errorMessage }: ExplainedCall): readonly string[] {
  const end = outcome === 'aborted' ? 'The client left before the end' : `It ended with an error (${status})`;
  const why = outcome === 'error' ? `: ${[errorKind, errorMessage].filter((text) => text !== null).join(': ')}` : '';
  return [
    ...(attempts.length === 0 ? ['No platform was asked.'] : attempts.map(attemptText)),
    ...(outcome === 'ok' ? [] : [`${end}${why}.`]),
  ];
}

function attemptText({ platform = '?', model = '?', status, fault, message, ms }: AttemptText): string {
  const after = ms === undefined ? '' : ` after ${ms} ms`;
  if (fault !== undefined) return `Failed: ${platform}:${model}${after}: ${fault}${message ? `: ${message}` : ''}.`;
  return `Asked: ${platform}:${model}, which answered${typeof status === 'number' ? ` ${status}` : ''}${after}.`;
}

function costLines(call: ExplainedCall): readonly string[] {
  const { usageSource, outputTokens, costNanoUsd, baselineNanoUsd } = call;
  if (usageSource === 'none') return ['It used nothing.'];
  const cached = call.cacheReadTokens;
  const input = call.inputTokens + cached + call.cacheWrite5mTokens + call.cacheWrite1hTokens;
  const estimated = usageSource === 'estimated' ? ', by an estimate' : '';
  const cost = costNanoUsd === null ? 'its price is not known' : `it cost ${money(costNanoUsd / 1e9)}`;
  const baseline = baselineNanoUsd === null ? '' : `; the baseline would have cost ${money(baselineNanoUsd / 1e9)}`;
  return [
    `It read ${input} tokens (${cached} from a cache) and wrote ${outputTokens}${estimated}; ${cost}${baseline}.`,
  ];
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function money(dollars: number): string {
  return `$${dollars.toFixed(6)}`;
}

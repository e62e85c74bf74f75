/** The results as a Markdown table, and each measurement as a line while it is made. */

import type { Measurement } from './measure.ts';
import { referenceOf, SCENARIOS } from './scenarios.ts';

const COLUMNS = [
  'scenario',
  'target',
  'CPU ms/request, least',
  '× reference',
  'median',
  'requests/s',
  'p50 µs',
  'p99 µs',
  'first token p50 µs',
  'CPU µs/token',
  'token p99 µs',
  'errors',
  'MB',
];

/** What a measurement gave, on one line. */
export function line(result: Measurement): string {
  const { scenario, target, round, cpuMs, userMs, systemMs, latency, errors, memory } = result;
  const cpu = `${cpuMs.toFixed(3)} ms/request (user ${userMs.toFixed(3)}, system ${systemMs.toFixed(3)})`;
  const failure = errors > 0 ? ` ${errors} errors: ${result.firstError}` : '';
  const token = result.cpuMicrosecondsPerToken;
  const perToken = token === undefined ? '' : ` ${token.toFixed(1)} µs/token`;
  const rate = `${result.requestsPerSecond}/s p50 ${latency.p50} p99 ${latency.p99}`;
  return `${scenario} ${target} round ${round}: ${cpu} ${rate}${perToken} ${memory} MB${failure}`;
}

/** All rounds together: one row for each scenario and target. */
export function table(
  results: readonly Measurement[],
  scenarios: readonly string[],
  targets: readonly string[],
): string {
  const rows = scenarios.flatMap((scenario) => targets.flatMap((target) => row(results, scenario, target)));
  const lines = [COLUMNS, COLUMNS.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function row(results: readonly Measurement[], scenario: string, target: string): string[][] {
  const own = results.filter((result) => result.scenario === scenario && result.target === target);
  const definition = SCENARIOS[scenario];
  if (own.length === 0 || definition === undefined) return [];
  const least = leastCpu(own);
  const reference = results.filter(
    (result) => result.scenario === scenario && result.target === referenceOf(definition),
  );
  const ratio = reference.length === 0 ? '' : (least / leastCpu(reference)).toFixed(2);
  const middle = (value: (result: Measurement) => number | undefined, digits = 0) => median(own, value, digits);
  return [
    [
      scenario,
      target,
      least.toFixed(3),
      ratio,
      middle((result) => result.cpuMs, 3),
      middle((result) => result.requestsPerSecond),
      middle((result) => result.latency.p50),
      middle((result) => result.latency.p99),
      definition.tokens ? middle((result) => result.firstToken.p50) : '',
      middle((result) => result.cpuMicrosecondsPerToken, 1),
      definition.tokens ? middle((result) => result.token.p99) : '',
      String(own.reduce((sum, result) => sum + result.errors, 0)),
      String(Math.max(...own.map((result) => result.peakMemory))),
    ],
  ];
}

function leastCpu(results: readonly Measurement[]): number {
  return Math.min(...results.map((result) => result.cpuMs));
}

function median(
  results: readonly Measurement[],
  value: (result: Measurement) => number | undefined,
  digits: number,
): string {
  const values = results.map(value).filter((number) => number !== undefined);
  values.sort((a, b) => a - b);
  return values[Math.floor((values.length - 1) / 2)]?.toFixed(digits) ?? '';
}

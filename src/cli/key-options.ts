/** What the options of `redwolf key create` and `change` mean. */

import { type Command, InvalidArgumentError, Option, type OptionValues } from 'commander';
import type { KeyPatch } from '../admin/contract/keys.ts';

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const DAY_MS = 86_400_000;
const NEVER = 'never';
const MODES: readonly string[] = ['claude_code', 'global_direct', 'smart_routing'];
/** Takes a restriction away. The parser of options knows no null. */
const NONE = 'none';

/** Adds the options to a command. `none` takes a restriction away. */
export function addPolicyOptions(command: Command): Command {
  const options = [
    new Option('--owner <user>', 'whose key it is'),
    new Option('--expires <when>', 'such as 12h, 30d, 2027-01-31, or never').argParser(readExpiry),
    new Option('--models <list>', 'models it may use: names with commas; a * at the end is any rest').argParser(
      listOrNone,
    ),
    new Option('--platforms <list>', 'platforms it may use').argParser(listOrNone),
    new Option('--modes <list>', 'modes it may be used in').argParser(modesOrNone),
    new Option('--scenes <list>', 'scenes of smart routing it may use').argParser(listOrNone),
    new Option('--requests-per-minute <n>').argParser(countOrNone),
    new Option('--tokens-per-minute <n>').argParser(countOrNone),
    new Option('--parallel <n>', 'calls at the same time').argParser(countOrNone),
    new Option('--budget-tokens-day <n>').argParser(countOrNone),
    new Option('--budget-tokens-month <n>').argParser(countOrNone),
    new Option('--budget-tokens-total <n>').argParser(countOrNone),
    new Option('--budget-usd-day <dollars>').argParser(dollarsOrNone),
    new Option('--budget-usd-month <dollars>').argParser(dollarsOrNone),
    new Option('--budget-usd-total <dollars>').argParser(dollarsOrNone),
    new Option('--capture <level>', 'off, metadata or full').choices(['off', 'metadata', 'full', NONE]),
  ];
  for (const option of options) command.addOption(option);
  return command;
}

/**
 * The change that the options ask for.
 *
 * @param now UTC milliseconds, for a time such as `30d`
 */
export function changeFrom(options: OptionValues, now: number): Omit<KeyPatch, 'name' | 'version'> {
  const expires: unknown = options['expires'];
  const chosen = (name: string) => (options[name] === NONE ? null : options[name]);
  return {
    ...(typeof expires === 'function' && { expiresAt: expires(now) }),
    owner: chosen('owner'),
    models: chosen('models'),
    platforms: chosen('platforms'),
    modes: chosen('modes'),
    scenes: chosen('scenes'),
    capture: chosen('capture'),
    limits: {
      requestsPerMinute: chosen('requestsPerMinute'),
      tokensPerMinute: chosen('tokensPerMinute'),
      parallel: chosen('parallel'),
    },
    budget: {
      tokensPerDay: chosen('budgetTokensDay'),
      tokensPerMonth: chosen('budgetTokensMonth'),
      tokensTotal: chosen('budgetTokensTotal'),
      usdPerDay: chosen('budgetUsdDay'),
      usdPerMonth: chosen('budgetUsdMonth'),
      usdTotal: chosen('budgetUsdTotal'),
    },
  };
}

/** `24h`, `7d`, `2w` in seconds; `0` is at once. */
export function readSeconds(text: string): number {
  if (text === '0') return 0;
  return durationMs(text) / 1_000;
}

/** The end of a key by the time of now; null is never. A day means its end. */
function readExpiry(text: string): (now: number) => number | null {
  if (text === NEVER || text === NONE) return () => null;
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text))) {
    const time = Date.parse(text) + (text.includes('T') ? 0 : DAY_MS);
    return () => time;
  }
  const milliseconds = durationMs(text);
  return (now) => now + milliseconds;
}

function durationMs(text: string): number {
  const [, count, unit] = /^(\d{1,6})([hdw])$/.exec(text) ?? [];
  const milliseconds = UNIT_MS[unit ?? ''];
  if (count === undefined || milliseconds === undefined)
    throw new InvalidArgumentError('It is a time such as 12h, 30d or 4w.');
  return Number(count) * milliseconds;
}

function listOrNone(text: string): string[] | typeof NONE {
  if (text === NONE) return NONE;
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function modesOrNone(text: string): string[] | typeof NONE {
  const modes = listOrNone(text);
  if (modes !== NONE && !modes.every((mode) => MODES.includes(mode)))
    throw new InvalidArgumentError(`There are ${MODES.join(', ')}.`);
  return modes;
}

function countOrNone(text: string): number | typeof NONE {
  if (text === NONE) return NONE;
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number, at least 1, or none.');
}

function dollarsOrNone(text: string): number | typeof NONE {
  if (text === NONE) return NONE;
  if (/^\d{1,9}(\.\d{1,9})?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is an amount of US dollars, such as 20 or 0.5, or none.');
}

/** CPU time and memory of a process and all that it started, from /proc (Linux). */

import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

export interface CpuTime {
  /** Seconds. */
  readonly user: number;
  readonly system: number;
}

/** CPU time of the tree so far, also of children that have ended. */
export function cpuTime(root: number): CpuTime {
  let user = 0;
  let system = 0;
  for (const pid of tree(root)) {
    const fields = statFields(pid);
    user += Number(fields[11] ?? 0) + Number(fields[13] ?? 0);
    system += Number(fields[12] ?? 0) + Number(fields[14] ?? 0);
  }
  return { user: user / TICKS_PER_SECOND, system: system / TICKS_PER_SECOND };
}

/** Proportional set size of the tree in megabytes: shared pages count once. */
export function memory(root: number): number {
  let kilobytes = 0;
  for (const pid of tree(root)) {
    const text = readProc(`${pid}/smaps_rollup`);
    kilobytes += Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
  }
  return Math.round(kilobytes / 1024);
}

/** The process and all its descendants. */
function tree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number(statFields(Number(name))[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [root];
  for (let at = 0; at < found.length; at++) found.push(...(children.get(found[at] ?? 0) ?? []));
  return found;
}

/** The fields of /proc/PID/stat after the name, which may hold blanks and brackets; empty if the process is gone. */
function statFields(pid: number): string[] {
  const text = readProc(`${pid}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return '';
  }
}

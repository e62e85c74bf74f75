import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CoolingTarget, StatusDetails } from '../admin/contract/status.ts';
import type { AdminDeps } from '../admin/ports.ts';
import type { Cooling } from '../gateway/health.ts';
import { systemClock } from '../lib/clock.ts';
import type { Store } from '../store/store.ts';
import type { HttpServer } from './http-server.ts';
import { BODIES_FILE } from './open-bodies.ts';
import type { ServingParts } from './serving-parts.ts';

/** Clients make up names of models, so that there may be thousands. */
const MOST_COOLING = 100;
/** Every page asks every few seconds; what the database must be asked for need not be that new. */
const DATABASE_EVERY_MS = 10_000;

/** How the gateway is doing. What cannot be read is null. */
export function statusDetailsOf(parts: ServingParts, server: Pick<HttpServer, 'place'>): AdminDeps['statusDetails'] {
  const { host, dataDir, configuration, store, feed, health, openedLog } = parts;
  const database = remembered(() => databaseOf(store, dataDir));
  let busySince = performance.eventLoopUtilization();
  return async () => {
    const busy = performance.eventLoopUtilization(busySince).utilization;
    busySince = performance.eventLoopUtilization();
    const { waiting, lost } = store.recorder;
    const { rss, heapUsed } = process.memoryUsage();
    return {
      dataDir,
      configFile: configuration.base.file ?? null,
      ...(await database()),
      runningCalls: feed.runningCount,
      recorder: { waiting, lost },
      cooling: health.cooling().slice(0, MOST_COOLING).map(coolingTarget),
      server: { host, port: server.place?.port ?? null, isTls: server.place?.isTls ?? false },
      process: {
        ...{ node: process.version, system: `${process.platform} ${process.arch}`, pid: process.pid },
        ...{ memoryBytes: rss, heapBytes: heapUsed, busy },
      },
      isDebug: openedLog.isDebug,
      problems: openedLog.recent(),
    };
  };
}

type OfDatabase = Pick<StatusDetails, 'database' | 'calls'>;

async function databaseOf(store: Store, dataDir: string): Promise<OfDatabase> {
  const { dialect } = store;
  const [bytes, bodiesBytes, calls] = await Promise.all([
    orNull(store.size()),
    dialect === 'sqlite' ? orNull(stat(join(dataDir, BODIES_FILE)).then(({ size }) => size)) : null,
    orNull(countedCalls(store)),
  ]);
  return { database: { dialect, bytes, bodiesBytes }, calls };
}

/** In the sums by day, of which there are few; rows there may be millions. */
async function countedCalls({ usage }: Store): Promise<number> {
  const [sum] = await usage.usage({ span: { from: 0, until: systemClock.now() }, by: [] });
  return sum?.calls ?? 0;
}

function orNull<Value>(value: Promise<Value>): Promise<Value | null> {
  return value.catch(() => null);
}

function remembered(read: () => Promise<OfDatabase>): () => Promise<OfDatabase> {
  let last: { readonly at: number; readonly value: Promise<OfDatabase> } | undefined;
  return () => {
    const now = systemClock.monotonic();
    if (last === undefined || now - last.at > DATABASE_EVERY_MS) last = { at: now, value: read() };
    return last.value;
  };
}

function coolingTarget({ waitMs, ...cooling }: Cooling): CoolingTarget {
  return { ...cooling, until: Math.round(systemClock.now() + waitMs) };
}

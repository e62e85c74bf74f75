/** What is measured: each target is a process that takes requests on a port and sends them on to the platform. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../test/support/free-port.ts';
import type { Api, Scenario } from './scenarios.ts';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const GATEWAY_CPU = 0;
const CLIENT_KEY = 'rw-bench';
const START_LIMIT_MS = 30_000;

export interface Environment {
  /** Folder for logs, configurations and data. */
  readonly folder: string;
  readonly platformPort: number;
  /** Node for all targets: Node 24 is up to 1.6 times cheaper than 20 on small JSON, so mixing them would lie. */
  readonly node: string;
  /** The checkout of redwolf. */
  readonly redwolf: string;
}

/** A target that runs. */
export interface Running {
  /** Undefined for the platform itself. */
  readonly pid: number | undefined;
  readonly port: number;
  readonly stop: () => void;
}

type Capture = 'full' | 'off';

export interface Target {
  /** A plain proxy: the client has to speak the platform's API. */
  readonly isPlain: boolean;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether it can serve the scenario at all. */
  readonly serves: (scenario: Scenario) => boolean;
  /** For scenarios with this API of the platform. */
  readonly start: (environment: Environment, api: Api) => Promise<Running>;
}

export const TARGETS: Readonly<Record<string, Target>> = {
  direct: {
    isPlain: true,
    headers: {},
    serves: () => true,
    start: async ({ platformPort }) => ({ pid: undefined, port: platformPort, stop: () => {} }),
  },
  nginx: { isPlain: true, headers: {}, serves: () => true, start: startNginx },
  'node-min': {
    isPlain: true,
    headers: {},
    serves: () => true,
    start: (environment) => startScript('targets/node-min.js', environment),
  },
  'node-min-convert': {
    isPlain: false,
    headers: {},
    serves: ({ client, platform }) => client === 'anthropic' && platform === 'openai',
    start: (environment) => startScript('targets/node-min-convert.js', environment),
  },
  redwolf: redwolfWith('full'),
  'redwolf-no-capture': redwolfWith('off'),
};

/** @param capture what it keeps of prompts and replies */
function redwolfWith(capture: Capture): Target {
  return {
    isPlain: false,
    headers: { 'x-api-key': CLIENT_KEY, Authorization: `Bearer ${CLIENT_KEY}`, 'anthropic-version': '2023-06-01' },
    serves: () => true,
    start: (environment, api) => startRedwolf(environment, api, `redwolf-${api}-${capture}`, { capture }),
  };
}

/** Starts a program on one CPU, or on a list of them, with its output in the folder's log. */
export function startPinned(
  cpu: number | string,
  command: string,
  args: readonly string[],
  folder: string,
): ChildProcess {
  const log = openSync(path.join(folder, 'output.log'), 'a');
  return spawn('taskset', ['-c', String(cpu), command, ...args], { stdio: ['ignore', log, log] });
}

/** Waits until somebody listens there. */
export async function untilListening(port: number): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (!(await isListening(port))) {
    if (Date.now() > deadline) throw new Error(`nothing listens on port ${port}`);
    await wait(50);
  }
}

async function startScript(script: string, { node, platformPort, folder }: Environment): Promise<Running> {
  const port = await freePort();
  const args = [path.join(HERE, script), String(port), String(platformPort)];
  return running(startPinned(GATEWAY_CPU, node, args, folder), port);
}

/**
 * Starts redwolf with the only model of a platform that speaks this API.
 * @param name of its data dir in the folder of the environment
 * @param settings what its configuration says besides
 */
export async function startRedwolf(
  environment: Environment,
  api: Api,
  name: string,
  settings: object,
  cpu: number | string = GATEWAY_CPU,
): Promise<Running> {
  const port = await freePort();
  const folder = path.join(environment.folder, name);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'redwolf.yaml');
  writeFileSync(file, JSON.stringify({ ...redwolfConfig(environment.platformPort, api), ...settings }));
  const program = path.join(environment.redwolf, 'bin/redwolf.js');
  const args = [program, 'start', '--port', String(port), '--data-dir', folder, '--config', file];
  return running(startPinned(cpu, environment.node, args, environment.folder), port);
}

function redwolfConfig(platformPort: number, api: Api): object {
  const origin = `http://127.0.0.1:${platformPort}`;
  return {
    platforms: [
      { id: 'up', type: 'openai-compatible', base_url: `${origin}/v1`, api_key: 'k', models: ['m'] },
      { id: 'ant', type: 'anthropic', base_url: origin, api_key: 'k', models: ['m'] },
    ],
    routing: { mode: 'global_direct', model_priority_list: [api === 'anthropic' ? 'ant:m' : 'up:m'] },
    keys: [{ name: 'bench', key: CLIENT_KEY }],
  };
}

async function startNginx({ folder, platformPort }: Environment): Promise<Running> {
  const port = await freePort();
  const file = path.join(folder, 'nginx.conf');
  writeFileSync(file, nginxConfig(folder, port, platformPort));
  return running(startPinned(GATEWAY_CPU, 'nginx', ['-c', file], folder), port);
}

function nginxConfig(folder: string, port: number, platformPort: number): string {
  return `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/nginx.err;
events { worker_connections 8192; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  client_max_body_size 50m;
  client_body_buffer_size 4m;
  upstream platform { server 127.0.0.1:${platformPort}; keepalive 512; }
  server {
    listen 127.0.0.1:${port} backlog=4096;
    keepalive_requests 1000000;
    location / {
      proxy_pass http://platform;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
      proxy_request_buffering off;
    }
  }
}
`;
}

async function running(child: ChildProcess, port: number): Promise<Running> {
  const stop = () => child.kill('SIGTERM');
  try {
    await untilListening(port);
  } catch (error) {
    stop();
    throw error;
  }
  return { pid: child.pid, port, stop };
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** Calls to the admin plane, on the address that the page came from. */

/** A reply that is no success. `status` is 0 if there was no reply at all. */
export class ApiError extends Error {
  readonly status: number;
  /** What the gateway calls it, or empty. */
  readonly code: string;
  /** The gateway's own sentence, or empty. */
  readonly reason: string;
  /** The whole of what the gateway says of it, with what it adds for programs. */
  readonly details: unknown;

  constructor(status: number, code = '', reason = '', details: unknown = undefined) {
    super(reason !== '' ? reason : status === 0 ? 'no reply' : `status ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.reason = reason;
    this.details = details;
  }
}

export const STALE_VERSION = 'STALE_VERSION';

/** Somebody else changed the thing since it was read. */
export function isStale(error: unknown): boolean {
  return error instanceof ApiError && error.code === STALE_VERSION;
}

/** Values of a query; undefined and empty ones are left out, lists are repeated. */
export type QueryValues = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** `path` with its query. */
export function addressOf(path: string, values: QueryValues = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== '') query.append(name, String(one));
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** Reads JSON. Throws ApiError; an aborted request throws as fetch does. */
export async function get<Reply>(path: string, signal?: AbortSignal): Promise<Reply> {
  return (await (await ask(path, signal === undefined ? {} : { signal })).json()) as Reply;
}

/** Reads text. Throws as `get` does. */
export async function getText(path: string, signal?: AbortSignal): Promise<string> {
  return (await ask(path, signal === undefined ? {} : { signal })).text();
}

type ChangeMethod = 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** Sends JSON, or a file as it is, and reads JSON. Throws ApiError. */
export async function send<Reply = unknown>(
  method: ChangeMethod,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const init = bodyOf(body);
  const response = await ask(path, { method, ...init, headers: { ...init.headers, ...headers } });
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as Reply;
}

function bodyOf(body: unknown): { readonly headers?: Record<string, string>; readonly body?: Blob | string } {
  if (body === undefined) return {};
  if (body instanceof Blob) return { headers: { 'content-type': 'application/octet-stream' }, body };
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(path, init).catch((error: unknown) => {
    if (init.signal?.aborted === true) throw error;
    throw new ApiError(0);
  });
  if (!response.ok) throw await refusal(response);
  return response;
}

async function refusal(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => undefined);
  const error = fieldOf(body, 'error');
  const text = (name: string) => {
    const value = fieldOf(error, name);
    return typeof value === 'string' ? value : '';
  };
  return new ApiError(response.status, text('code'), text('message'), error);
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

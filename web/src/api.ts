/** Calls to the admin plane, on the address that the page came from. */

/** A reply that is no success. `status` is 0 if there was no reply at all. */
export class ApiError extends Error {
  readonly status: number;
  /** What the gateway calls it, or empty. */
  readonly code: string;
  /** The gateway's own sentence, or empty. */
  readonly reason: string;

  constructor(status: number, code = '', reason = '') {
    super(status === 0 ? 'no reply' : `status ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.reason = reason;
  }
}

/** Reads JSON. Throws ApiError; an aborted request throws as fetch does. */
export async function get<Reply>(path: string, signal: AbortSignal): Promise<Reply> {
  return (await (await send(path, { signal })).json()) as Reply;
}

/** Sends JSON, and forgets the reply. Throws ApiError. */
export async function post(path: string, body: unknown): Promise<void> {
  await send(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function send(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(path, init).catch((error: unknown) => {
    if (init.signal?.aborted === true) throw error;
    throw new ApiError(0);
  });
  if (!response.ok) throw await refusal(response);
  return response;
}

async function refusal(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => undefined);
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;
  const text = (name: string) => {
    const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
    return typeof value === 'string' ? value : '';
  };
  return new ApiError(response.status, text('code'), text('message'));
}

/** Calls to the admin plane, on the address that the page came from. */

/** A reply that is no success. `status` is 0 if there was no reply at all. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number) {
    super(status === 0 ? 'no reply' : `status ${status}`);
    this.name = 'ApiError';
    this.status = status;
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
  if (!response.ok) throw new ApiError(response.status);
  return response;
}

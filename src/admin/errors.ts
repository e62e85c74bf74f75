import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** A refusal of the admin plane, sent as `{"error": {"code", "message"}}`. Messages are whole sentences. */
export class AdminError extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: ContentfulStatusCode,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'AdminError';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** The body of every error of the admin plane. */
export function errorBody(code: string, message: string): { error: { code: string; message: string } } {
  return { error: { code, message } };
}

import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** A refusal of the admin plane, sent as `{"error": {"code", "message"}}`. Messages are whole sentences. */
export class AdminError extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Further fields of the body's `error`. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    status: ContentfulStatusCode,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'AdminError';
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.details = details;
  }
}

/** The body of every error of the admin plane. */
export function errorBody(
  code: string,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): { error: { code: string; message: string } } {
  return { error: { code, message, ...details } };
}

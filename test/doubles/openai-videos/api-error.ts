export type ApiErrorStatus = 400 | 401 | 404 | 409 | 410 | 429;

/** A refusal in the envelope of the API. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: ApiErrorStatus;
  readonly code: string | null;
  readonly param: string | null;
  readonly type: string;

  constructor(
    status: ApiErrorStatus,
    message: string,
    {
      code = null,
      param = null,
      type = 'invalid_request_error',
    }: Partial<Pick<ApiError, 'code' | 'param' | 'type'>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.param = param;
    this.type = type;
  }
}

export function refuse({ status, message, type, param, code }: ApiError): Response {
  return Response.json({ error: { message, type, param, code } }, { status });
}

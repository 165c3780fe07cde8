/** An answer before it is put on the wire. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The control plane's codes and the HTTP status of each. */
const ADMIN_STATUS = { AB01: 400, AB02: 404, AB03: 403, AB05: 401, AB06: 429 } as const;

/** The control plane's envelope: `{ success: false, data: { message, errorCode } }`. */
export function adminError(code: keyof typeof ADMIN_STATUS, message: string): Answer {
  return {
    status: ADMIN_STATUS[code],
    body: { success: false, data: { message, errorCode: code } },
  };
}

/** Absent, of another workspace, out of scope or out of plan: the control plane does not tell them apart. */
export function forbidden(): Answer {
  return adminError(
    'AB03',
    'You do not have enough permissions to execute this request, or the resource does not exist.',
  );
}

/** The gateway's envelope for a key that it turns away. */
export function gatewayError(status: 401 | 403 | 412 | 429, code: string, text: string): Answer {
  const message = `Portkey Error: ${text}. Error Code: ${code}`;
  return { status, body: { status: 'failure', message, error: { message, code } } };
}

/** What a paginated route says to a page that is no number. */
export const BAD_PAGING = adminError('AB01', 'current_page and page_size must be numbers');

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

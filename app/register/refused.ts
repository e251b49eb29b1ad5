type RefusedStatus = 400 | 403 | 404 | 409 | 413 | 429;

/** A change that the rules refuse; callers catch it to answer with its status and code, and nothing was written. */
export class Refused extends Error {
  readonly status: RefusedStatus;
  /** Stable, part of the API. */
  readonly code: string;
  /** What else helps the caller: the commands that exist, the fields that are missing. */
  readonly more: Record<string, unknown>;

  constructor(status: RefusedStatus, code: string, message: string, more: Record<string, unknown> = {}) {
    super(message);
    this.name = "Refused";
    this.status = status;
    this.code = code;
    this.more = more;
  }
}

import { Refused } from "#app/register/refused.ts";

/**
 * One answer for everything that is not right: an unknown name, a wrong password, a wrong or reused code, a closed
 * account. Telling them apart would tell a stranger which accounts exist and which half of a proof was right.
 */
export function wrongProof(): Refused {
  return new Refused(
    403,
    "sign_in_refused",
    "That did not work. Check what you entered and try again. After five wrong tries an account is closed for a while.",
  );
}

/** The answer to a form whose challenge, link or session has ended or was used before. */
export function tooLate(): Refused {
  return new Refused(409, "too_late", "This took too long or was used before. Start again.");
}

/** The answer to somebody who has to use a factor anew before this; a script in a page is told where to send them. */
export function stepUpRequired(more: { redirect_browser_to?: string } = {}): Refused {
  return new Refused(403, "step_up_required", "This needs a second factor used in the last 15 minutes.", more);
}

/** The answer to whoever would let in, or rename, a person whose name was taken out of the register. */
export function pseudonymisedAlready(): Refused {
  return new Refused(
    409,
    "pseudonymised",
    "Who this was has been taken out of the register for good. Add them anew if they come back.",
  );
}

/** The answer to a place that failed to sign in far too often, whoever it tried to be. */
export function tooManyTries(): Refused {
  return new Refused(
    429,
    "too_many_tries",
    "Too many wrong tries have come from your network. Wait a quarter of an hour, then try again.",
  );
}

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

/** The answer to a right password of somebody who has no second factor; the register asks for two of everyone. */
export function noFactor(): Refused {
  return new Refused(
    403,
    "no_factor",
    "You have no passkey and no authenticator app yet. Ask an owner of the register for a link to set one up.",
  );
}

/** The answer to somebody who has to use a factor anew before this. */
export function stepUpRequired(): Refused {
  return new Refused(403, "step_up_required", "This needs a second factor used in the last 15 minutes.");
}

/** The answer to whoever would let in, or rename, a person whose name was taken out of the register. */
export function pseudonymisedAlready(): Refused {
  return new Refused(
    409,
    "pseudonymised",
    "Who this was has been taken out of the register for good. Add them anew if they come back.",
  );
}

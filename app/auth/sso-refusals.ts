import { Refused } from "#app/register/refused.ts";
import type { AccountRefusal } from "./federated-account.ts";

/** What people are told whom a provider's word does not let in; each says who can put it right. */
const sentences: Record<AccountRefusal, (name: string) => string> = {
  account_disabled: () => "This account is barred from signing in. An admin of the register can say why.",
  email_missing: (name) => `${name} did not give your e-mail address, so the register cannot tell who you are.`,
  email_unverified: (name) => `${name} has not verified your e-mail address. Have it verified there, then try again.`,
  domain_refused: (name) =>
    `The register takes ${name}'s word only for the addresses of certain domains, and not for yours.`,
  linked_otherwise: (name) =>
    `Another account at ${name} is linked to this person already. An admin of the register can unlink it.`,
  account_unknown: () => "The register does not know you. Ask an admin of the register to add you.",
};

/** The answer to somebody who proved at a provider who they are, and whom the register does not let in for it. */
export function accountRefused(refusal: AccountRefusal, name: string): Refused {
  return new Refused(403, "sso_account_refused", sentences[refusal](name), { refusal });
}

/** The answer where a provider does not answer. */
export function providerUnreachable(name: string): Refused {
  return new Refused(
    403,
    "sso_unreachable",
    `${name} cannot be reached. Try again in a while; accounts that may sign in without it can do so below.`,
  );
}

/** The answer to somebody who turned back at the provider, or whom it turned back. */
export function notSignedInThere(name: string): Refused {
  return new Refused(403, "sso_cancelled", `You were not signed in at ${name}. Nothing has changed here.`);
}

/** The answer to whatever a provider, or somebody in its name, sent that does not hold. */
export function answerUnfit(name: string): Refused {
  return new Refused(403, "sso_failed", `The answer of ${name} could not be verified. Start again.`);
}

/** The answer to a right local proof of somebody who has to sign in by a provider. */
export function ssoRequired(): Refused {
  return new Refused(
    403,
    "sso_required",
    "Your account signs in by single sign-on only. Choose it on the sign-in page.",
  );
}

import type { Instant } from "#app/engine/types.ts";
import type { IdentityProvider } from "./identity-provider.ts";

/** Whom a provider says that somebody is. */
export type SaidPerson = {
  subject: string;
  email: string | null;
  isEmailVerified: boolean;
  name: string | null;
};

type Person = { id: string; disabledAt: Instant | null };

/** What the register knows of them. */
export type KnownPerson = {
  /** The one whom this issuer's subject was linked to before. */
  linked: Person | null;
  /** The one with this e-mail address, and whether another subject of the issuer is linked to them. */
  named: (Person & { hasOtherLink: boolean }) | null;
};

export const accountRefusals = [
  "account_disabled",
  "email_missing",
  "email_unverified",
  "domain_refused",
  "linked_otherwise",
  "account_unknown",
] as const;
export type AccountRefusal = (typeof accountRefusals)[number];

export type Account =
  | { kind: "known"; userId: string }
  | { kind: "link"; userId: string }
  | { kind: "add"; userName: string; displayName: string }
  | { kind: "refused"; refusal: AccountRefusal };

const refused = (refusal: AccountRefusal): Account => ({ kind: "refused", refusal });

/**
 * Returns whose account a sign-in at a provider is. Whoever was linked is known by the subject alone, whatever their address
 * is by now. Otherwise an address decides, and only one that the provider has verified and may speak for; what a provider
 * says never makes anybody an admin, approver or owner.
 */
export function accountOf(
  { email, isEmailVerified, name }: SaidPerson,
  { domains, addsPeople }: Pick<IdentityProvider, "domains" | "addsPeople">,
  { linked, named }: KnownPerson,
): Account {
  if (linked) return linked.disabledAt === null ? { kind: "known", userId: linked.id } : refused("account_disabled");
  if (email === null) return refused("email_missing");
  if (!isEmailVerified) return refused("email_unverified");
  if (domains.length > 0 && !domains.includes(domainOf(email))) return refused("domain_refused");
  if (named === null)
    return addsPeople ? { kind: "add", userName: email, displayName: name ?? email } : refused("account_unknown");
  if (named.disabledAt !== null) return refused("account_disabled");
  return named.hasOtherLink ? refused("linked_otherwise") : { kind: "link", userId: named.id };
}

/** What comes after the last @: a mailbox may have one in quotes. */
function domainOf(email: string): string {
  return email.slice(email.lastIndexOf("@") + 1).toLowerCase();
}

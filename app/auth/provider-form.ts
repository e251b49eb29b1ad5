import { z } from "zod";
import { type IdentityProvider, usualClaims } from "./identity-provider.ts";
import { issuerFault } from "./issuer.ts";

const words = z
  .string()
  .max(1000)
  .default("")
  .transform((text) => [...new Set(text.split(/[\s,]+/).filter(Boolean))]);

const tick = z
  .string()
  .optional()
  .transform((value) => value === "on");

const domain = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** What an admin says of an identity provider. */
export const ProviderForm = z
  .object({
    name: z.string().trim().min(1, "Enter a name, as people know it.").max(60, "Use at most 60 characters."),
    issuer: z
      .string()
      .trim()
      .max(500)
      .superRefine((issuer, { addIssue }) => {
        const fault = issuerFault(issuer);
        if (fault) addIssue({ code: "custom", message: fault });
      }),
    clientId: z.string().trim().min(1, "Enter the client id that the provider gave you.").max(500),
    /** Empty to keep the one that is there. */
    clientSecret: z.string().max(2000).default(""),
    scopes: words.refine((list) => list.includes("openid"), "The scopes have to include openid."),
    isEnabled: tick,
    addsPeople: tick,
    domains: words
      .transform((list) => list.map((each) => each.toLowerCase().replace(/^@/, "")))
      .refine(
        (list) => list.every((each) => domain.test(each)),
        "Enter domains such as example.com, one after the other.",
      ),
    trustsMfa: tick,
    passkey: words,
    securityKey: words,
    totp: words,
    unnamed: words,
    unnamedCountsAs: z.enum(["nothing", "totp"]),
  })
  .superRefine(({ addsPeople, domains }, { addIssue }) => {
    // Without it, whoever gets an account at the provider gets one here.
    if (addsPeople && domains.length === 0)
      addIssue({ code: "custom", path: ["domains"], message: "Enter the domains from which people may be added." });
  });
export type ProviderForm = z.output<typeof ProviderForm>;

/** What the form holds as texts, for showing it; secrets are never shown again. */
export type TypedProvider = Record<Exclude<keyof ProviderForm, "clientSecret">, string>;

/** Returns what a form held when it was sent, for filling it in again. */
export function typedIn(form: FormData): TypedProvider {
  const entries = Object.keys(blankProvider).map((name) => [name, String(form.get(name) ?? "")]);
  return Object.fromEntries(entries) as TypedProvider; // cast: its keys are those of the blank one
}

const on = (is: boolean) => (is ? "on" : "");

export function typedOf(provider: Omit<IdentityProvider, "clientSecret">): TypedProvider {
  const { methodClaims: claims } = provider;
  return {
    name: provider.name,
    issuer: provider.issuer,
    clientId: provider.clientId,
    scopes: provider.scopes.join(" "),
    isEnabled: on(provider.isEnabled),
    addsPeople: on(provider.addsPeople),
    domains: provider.domains.join(" "),
    trustsMfa: on(provider.trustsMfa),
    passkey: claims.passkey.join(" "),
    securityKey: claims.securityKey.join(" "),
    totp: claims.totp.join(" "),
    unnamed: claims.unnamed.join(" "),
    unnamedCountsAs: claims.unnamedCountsAs,
  };
}

/** A form for a new provider: off, adding nobody and believed in nothing but who somebody is. */
export const blankProvider: TypedProvider = {
  name: "",
  issuer: "",
  clientId: "",
  scopes: "openid email profile",
  isEnabled: "",
  addsPeople: "",
  domains: "",
  trustsMfa: "",
  passkey: usualClaims.passkey.join(" "),
  securityKey: usualClaims.securityKey.join(" "),
  totp: usualClaims.totp.join(" "),
  unnamed: usualClaims.unnamed.join(" "),
  unnamedCountsAs: usualClaims.unnamedCountsAs,
};

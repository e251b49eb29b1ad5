import { z } from "zod";
import { accountRefusals } from "#app/auth/federated-account.ts";
import { MethodClaims } from "#app/auth/identity-provider.ts";
import { personal } from "./personal.ts";

const text = z.string();

/** What is known of an identity provider, without its secret. */
const providerFacts = z.object({
  name: text,
  issuer: text,
  clientId: text,
  scopes: z.array(text),
  isEnabled: z.boolean(),
  addsPeople: z.boolean(),
  domains: z.array(text),
  trustsMfa: z.boolean(),
  methodClaims: MethodClaims,
});

/** The events of single sign-on. */
export const singleSignOnEvents = {
  // When an identity provider is added.
  "identity_provider.added": providerFacts,
  // When what is known of one is changed, switched on and off included; `sessions` is how many ended with it.
  "identity_provider.changed": z.object({
    before: providerFacts,
    after: providerFacts,
    isSecretNew: z.boolean(),
    sessions: z.number().int().min(0),
  }),
  // When a person first signs in with an identity provider, and is known by its subject from then on.
  "user.identity_linked": z.object({ providerId: text, issuer: text, subject: personal }),
  // When an admin has it forgotten by which subject a provider knows somebody.
  "user.identity_unlinked": z.object({ providerId: text, subject: personal, sessions: z.number().int().min(0) }),
  // When somebody signs in without the identity provider while the workspace has one: a bypass account.
  "session.bypass_idp": z.object({ methods: z.array(text), decisionId: text }),
  // When an identity provider says who somebody is and they are not let in for it, or somebody who needs one signs in without.
  "session.sso_refused": z.object({
    refusal: z.enum([...accountRefusals, "sso_required"]),
    email: personal.nullable(),
  }),
} as const;

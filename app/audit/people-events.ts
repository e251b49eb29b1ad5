import { z } from "zod";
import { registerRoles } from "#app/register/roles.ts";
import { personal } from "./personal.ts";

const text = z.string();
const instant = z.iso.datetime();

const count = z.number().int();
const workspaceSettings = z.object({
  name: text,
  timeZone: text,
  securityContact: personal.nullable(),
  moderateFromPeople: count,
  highFromPeople: count,
  highFromPercent: count,
  remindAfterDays: count,
  escalateAfterDays: count,
  lapseAfterDays: count,
});

/** Only what differs. */
const directoryFacts = z.object({
  userName: personal.optional(),
  displayName: personal.optional(),
  externalId: personal.nullable().optional(),
  department: personal.nullable().optional(),
  ssoRequired: z.boolean().optional(),
});

/** The events of the workspace itself and of its people: the only ones with fields that name somebody in clear. */
export const peopleEvents = {
  // When a workspace is made, by the first start or by the console.
  "workspace.created": z.object({ name: text, slug: text, timeZone: text }),
  // When an owner or admin changes what the workspace is called, its time zone, whom it alerts or when it chases approvers.
  "workspace.updated": z.object({ before: workspaceSettings, after: workspaceSettings }),
  // When a person is added, by an admin or at the console.
  "user.created": z.object({ userName: personal, displayName: personal, roles: z.array(z.enum(registerRoles)) }),
  // When what the directory says of a person is changed.
  "user.updated": z.object({ before: directoryFacts, after: directoryFacts }),
  // When a person's name or address is changed.
  "user.renamed": z.object({ userName: personal, displayName: personal }),
  // When a person's roles are changed.
  "user.roles_changed": z.object({ before: z.array(z.enum(registerRoles)), after: z.array(z.enum(registerRoles)) }),
  // When a person is barred from signing in; their sessions and tokens end with it.
  "user.disabled": z.object({ reason: text }),
  // When a barred person is let in again.
  "user.enabled": z.object({}),
  // When somebody is sent a one-time link with which they set up their own sign-in.
  "user.invited": z.object({ purpose: z.enum(["first_owner", "invitation"]), expiresAt: instant }),
  // When a one-time link was used up.
  "user.accepted_invitation": z.object({ purpose: z.enum(["first_owner", "invitation"]) }),
  // When a person sets or replaces their password.
  "user.password_changed": z.object({}),
  // When somebody signs in to the register.
  "session.created": z.object({ methods: z.array(text), aal: z.number().int().min(0).max(2) }),
  // When a session proves more than it had, for a decision.
  "session.stepped_up": z.object({ methods: z.array(text), aal: z.number().int().min(0).max(2) }),
  // When a session is ended by its owner or an admin.
  "session.revoked": z.object({ reason: text }),
  // When wrong proofs closed an account for a while.
  "session.locked_out": z.object({ failures: z.number().int(), until: instant }),
  // When a person adds a factor.
  ACCOUNT_MFA_DEVICE_ENROLLED: z.object({ kind: text, label: personal }),
  // When a factor stops counting.
  ACCOUNT_MFA_DEVICE_REVOKED: z.object({ kind: text, label: personal, reason: text }),
  // When somebody tried to remove their last way to sign in, and was refused.
  ACCOUNT_MFA_DISABLE_BLOCKED: z.object({ kind: text, label: personal }),
  // When an API token is made; the token itself is never recorded.
  "token.created": z.object({
    name: personal,
    kind: z.enum(["personal", "service"]),
    scopes: z.array(text),
    expiresAt: instant.nullable(),
  }),
  // When a token stops working before its end.
  "token.revoked": z.object({ name: personal }),
  // When who a barred person was is taken out of the register for good; `texts` are those that were kept beside this log.
  "user.pseudonymised": z.object({ reason: text, texts: z.array(text) }),
} as const;

/** Whether texts that events of this type name people with are kept beside the log. */
export function keepsTextsApart(type: string): boolean {
  return type in peopleEvents;
}

import { z } from "zod";
import { mfaResetters } from "#app/auth/mfa-reset.ts";
import { registerRoles } from "#app/register/roles.ts";
import { personal } from "./personal.ts";
import { reportEvents } from "./report-events.ts";
import { singleSignOnEvents } from "./single-sign-on-events.ts";

const text = z.string();
const instant = z.iso.datetime();

const count = z.number().int();
const workspaceSettings = z.object({
  name: text,
  timeZone: text,
  securityContact: personal.nullable(),
  mfaResetBy: z.enum(mfaResetters),
  moderateFromPeople: count,
  highFromPeople: count,
  highFromPercent: count,
  remindAfterDays: count,
  escalateAfterDays: count,
  lapseAfterDays: count,
});

const sessionLimits = z.object({ idleMinutes: count, absoluteMinutes: count, tellsNewDevices: z.boolean() });

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
  // When it is set, moved or taken away until when somebody may use the register; the end itself needs no event.
  "user.access_changed": z.object({ before: instant.nullable(), after: instant.nullable() }),
  // When whoever gave somebody access is told that it is about to end.
  "user.access_end_reminded": z.object({ endsAt: instant, toIds: z.array(text) }),
  // When a person is barred from signing in; their sessions and tokens, and the address of their calendar, end with it.
  "user.disabled": z.object({ reason: text }),
  // When a barred person is let in again.
  "user.enabled": z.object({}),
  // When somebody is sent a one-time link with which they set up their own sign-in.
  "user.invited": z.object({ purpose: z.enum(["first_owner", "invitation"]), expiresAt: instant }),
  // When a one-time link was used up.
  "user.accepted_invitation": z.object({ purpose: z.enum(["first_owner", "invitation"]) }),
  // When a link with which to set a new password was sent to whoever has this account.
  "user.password_reset_requested": z.object({ expiresAt: instant }),
  // When a person sets or replaces their password; `means` is what they proved for replacing it.
  "user.password_changed": z.object({ means: z.enum(["own_proof", "mailed_link"]).optional() }),
  // When a right password, or more, is not enough yet: a factor is asked for, or enrolling one.
  "session.begun": z.object({ methods: z.array(text), reason: text, decisionId: text }),
  // When somebody is refused by the policy, whatever they proved.
  "session.refused": z.object({ methods: z.array(text), reason: text, decisionId: text }),
  // When somebody is let in to the register; with less than the policy asks for, by an exception or in time to enrol.
  "session.created": z.object({
    methods: z.array(text),
    aal: z.number().int().min(0).max(2),
    reason: text,
    decisionId: text,
    exceptionId: text.nullable(),
  }),
  // When a session proves more than it had, for a decision.
  "session.stepped_up": z.object({
    methods: z.array(text),
    aal: z.number().int().min(0).max(2),
    decisionId: text,
  }),
  // When somebody without a second factor enters their password once more, for enrolling one.
  "session.password_confirmed": z.object({}),
  // When sessions of a person are ended by themselves, by an admin or with what they rested on; the actor says by whom.
  "session.revoked": z.object({ reason: text, sessions: count.min(0).optional() }),
  // When an owner ends the sessions of everybody but their own.
  "session.all_revoked": z.object({ reason: text, sessions: count.min(0), people: count.min(0) }),
  // When an admin changes how long sessions last, or what people are told of them.
  "session.limits_changed": z.object({ before: sessionLimits, after: sessionLimits }),
  // When somebody is refused whose access was for a time, which is over.
  "session.access_over": z.object({ endedAt: instant }),
  // When wrong proofs closed an account for a while.
  "session.locked_out": z.object({ failures: z.number().int(), until: instant }),
  // When an admin opens an account again before its time.
  "user.unlocked": z.object({ failures: count, until: instant }),
  // When browsers in which somebody was known are forgotten.
  "user.devices_forgotten": z.object({ reason: text, devices: count.min(0) }),
  // When a person adds a factor.
  ACCOUNT_MFA_DEVICE_ENROLLED: z.object({ kind: text, label: personal }),
  // When a factor stops counting.
  ACCOUNT_MFA_DEVICE_REVOKED: z.object({ kind: text, label: personal, reason: text }),
  // When a person gives a factor another name.
  "factor.renamed": z.object({ kind: text, before: personal, after: personal }),
  // When a key signed with a count that it had signed with before, which only a copy of it does; it was refused.
  "factor.copy_suspected": z.object({
    kind: text,
    label: personal,
    stored: z.number().int(),
    signed: z.number().int(),
  }),
  // When somebody tried to remove their last way to sign in, and was refused.
  ACCOUNT_MFA_DISABLE_BLOCKED: z.object({ kind: text, label: personal }),
  // When somebody signs in, or confirms that it is them, with a recovery code; the code itself is never recorded.
  ACCOUNT_MFA_RECOVERY_CODE_USED: z.object({ remaining: count.min(0) }),
  // When an owner, or an admin where the workspace says so, took all factors of somebody else away, on this proof.
  "mfa.reset_by_admin": z.object({
    proof: z.object({ videoCall: personal, email: personal, reference: text }),
    factors: count,
    sessions: count,
    tokens: count,
  }),
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
  ...singleSignOnEvents,
} as const;

/** Whether texts that events of this type name people with are kept beside the log. */
export function keepsTextsApart(type: string): boolean {
  return type in peopleEvents || type in reportEvents;
}

import { z } from "zod";
import { exceptionStates } from "#app/engine/types.ts";
import { silences } from "#app/register/category.ts";
import { reviewOutcomes } from "#app/register/command-schemas.ts";
import { closureCauses, suspensionCauses } from "#app/register/exception.ts";
import { ratings } from "#app/register/risk.ts";
import { approverGroups, registerRoles } from "#app/register/roles.ts";
import { policyEvents } from "./policy-events.ts";

const state = z.enum(exceptionStates);
const id = z.string().min(1);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const text = z.string();
const score = z.number().int().min(1).max(5);
const risk = z.object({ likelihood: score, impact: score });
const instant = z.iso.datetime();

const count = z.number().int();
const workspaceSettings = z.object({
  name: text,
  timeZone: text,
  securityContact: text.nullable(),
  moderateFromPeople: count,
  highFromPeople: count,
  highFromPercent: count,
  remindAfterDays: count,
  escalateAfterDays: count,
  lapseAfterDays: count,
});

/** Only what differs. */
const directoryFacts = z.object({
  userName: text.optional(),
  displayName: text.optional(),
  externalId: text.nullable().optional(),
  department: text.nullable().optional(),
  ssoRequired: z.boolean().optional(),
});
const objectFacts = z.object({ name: text.optional(), externalId: text.nullable().optional() });

const transition = { from: state, to: state, version: z.number().int(), comment: text };

const proof = z.object({ aal: z.number(), factorUsedAt: instant.nullable(), via: text });

/** One approval, whatever it is of. */
const approval = {
  ...transition,
  contentHash: hash,
  approverGroup: z.enum(approverGroups),
  onBehalfOf: id.nullable(),
  isLast: z.boolean(),
  endsAt: instant,
  proof,
};

/** What is said about a review that nobody answers. */
const silence = z.object({ dueAt: instant, actsAt: instant, consequence: z.enum(silences) });

/** One schema per event type; an event that is not here cannot be written. */
export const eventSchemas = {
  // When a workspace is made, by the first start or by the console.
  "workspace.created": z.object({ name: text, slug: text, timeZone: text }),
  // When an owner or admin changes what the workspace is called, its time zone, whom it alerts or when it chases approvers.
  "workspace.updated": z.object({ before: workspaceSettings, after: workspaceSettings }),
  // When a person is added, by an admin or at the console.
  "user.created": z.object({ userName: text, displayName: text, roles: z.array(z.enum(registerRoles)) }),
  // When what the directory says of a person is changed.
  "user.updated": z.object({ before: directoryFacts, after: directoryFacts }),
  // When a person's name or address is changed.
  "user.renamed": z.object({ userName: text, displayName: text }),
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
  ACCOUNT_MFA_DEVICE_ENROLLED: z.object({ kind: text, label: text }),
  // When a factor stops counting.
  ACCOUNT_MFA_DEVICE_REVOKED: z.object({ kind: text, label: text, reason: text }),
  // When somebody tried to remove their last way to sign in, and was refused.
  ACCOUNT_MFA_DISABLE_BLOCKED: z.object({ kind: text, label: text }),
  // When an API token is made; the token itself is never recorded.
  "token.created": z.object({
    name: text,
    kind: z.enum(["personal", "service"]),
    scopes: z.array(text),
    expiresAt: instant.nullable(),
  }),
  // When a token stops working before its end.
  "token.revoked": z.object({ name: text }),
  ...policyEvents,
  // When somebody is told at a sign-in that they have to enrol first, and has not been since they last lacked nothing.
  "user.mfa_required": z.object({ applicationId: text, reason: text, decisionId: text }),
  // When somebody's time to enrol a factor began.
  TENANT_MFA_GRACE_GRANTED: z.object({ startsAt: instant, endsAt: instant }),
  // When it was over and nothing that is accepted had been enrolled.
  TENANT_MFA_GRACE_EXPIRED: z.object({ endsAt: instant }),
  // When a group, role, application or service principal is added to the directory.
  "directory.object_added": z.object({ kind: text, name: text }),
  // When its name or external id is changed.
  "directory.object_updated": z.object({ kind: text, before: objectFacts, after: objectFacts }),
  // When it is no longer offered; a service principal cannot sign in from then on.
  "directory.object_disabled": z.object({ kind: text, name: text }),
  // When it is offered again.
  "directory.object_enabled": z.object({ kind: text, name: text }),
  // When a person joins a group or gets a role of the directory.
  "directory.member_added": z.object({ kind: text, objectId: id }),
  // When a person leaves a group or loses a role of the directory; `rules` are those of the policy that were about it.
  "directory.member_removed": z.object({ kind: text, objectId: id, rules: z.array(text) }),
  // When an exception is begun, by hand or by an import.
  "exception.drafted": z.object({ title: text, category: text, source: text.nullable(), contentHash: hash }),
  // When a material field is changed; earlier approvals stop counting.
  "exception.edited": z.object({
    changed: z.array(text),
    before: z.unknown(),
    after: z.unknown(),
    contentHash: hash,
    from: state,
    to: state,
  }),
  // When the requestor hands it in.
  "exception.submitted": z.object(transition),
  // When it is sent back with a question.
  "exception.changes_requested": z.object(transition),
  // When it is handed in again.
  "exception.resubmitted": z.object(transition),
  // When its risk has been rated.
  "exception.assessed": z.object({
    ...transition,
    inherent: risk,
    residual: risk,
    rating: z.enum(ratings),
    /** What likelihood and impact say, the least rating for whom it reaches, and why another was chosen. */
    basis: z.object({
      computed: z.enum(ratings),
      floor: z.object({ rating: z.enum(ratings), reasons: z.array(text) }).nullable(),
      overriddenFor: text.nullable(),
    }),
    contentHash: hash,
  }),
  // When one approver agrees; the last one needed makes it approved.
  "exception.approved": z.object(approval),
  // When the clock found that nobody decided about it in time.
  "exception.lapsed": z.object(transition),
  // When one approver puts it in force alone, for a day at most.
  "exception.emergency_granted": z.object({ ...transition, endsAt: instant, proof }),
  // When one of the approvers whom an emergency skipped agrees after all; with the last one it runs to its own end.
  "exception.ratified": z.object(approval),
  // When what is in force is tested.
  "exception.validated": z.object({ ...transition, result: z.enum(["passed", "failed"]) }),
  // When a review decides what happens with it.
  "exception.reviewed": z.object({
    ...transition,
    outcome: z.enum(reviewOutcomes),
    endsAt: instant,
    nextReviewAt: instant.nullable(),
  }),
  // When a milestone of its exit plan is reached, or found not to be.
  "exception.progress_reported": z.object({ ...transition, milestone: text, doneAt: instant.nullable() }),
  // When a later end is asked for.
  "exception.extension_requested": z.object({
    ...transition,
    before: instant,
    endsAt: instant,
    count: z.number().int(),
    contentHash: hash,
  }),
  // When one approver agrees to a later end; with the last one it is extended.
  "exception.extension_approved": z.object(approval),
  // When a later end is not given, or not asked for any more; what is in force goes on to its own end.
  "exception.extension_refused": z.object({
    ...transition,
    endsAt: instant,
    outcome: z.enum(["rejected", "withdrawn", "lapsed"]),
  }),
  // When those who can still decide are reminded that it waits.
  "exception.approval_reminded": z.object({ waits: text, since: instant, toIds: z.array(id) }),
  // When others are told that approvers are silent about it.
  "exception.approval_escalated": z.object({
    waits: text,
    since: instant,
    toIds: z.array(id),
    deciderIds: z.array(id),
  }),
  // When an approver gives their place to somebody else for a time.
  "delegation.created": z.object({ fromUserId: id, toUserId: id, startsAt: instant, endsAt: instant, reason: text }),
  // When that ends before its time.
  "delegation.ended": z.object({ fromUserId: id, toUserId: id, endsAt: instant }),
  // When an approver refuses it for good.
  "exception.rejected": z.object(transition),
  // When the requestor takes it back.
  "exception.withdrawn": z.object(transition),
  // When it is put in place; from its start on it changes sign-ins.
  "exception.implemented": z.object({
    ...transition,
    changeReference: text,
    where: text,
    what: text,
    startsAt: instant,
    endsAt: instant,
  }),
  // When it is put on hold; it has no effect until it is resumed.
  "exception.suspended": z.object({ ...transition, cause: z.enum(suspensionCauses) }),
  // When it counts again.
  "exception.resumed": z.object({ ...transition, proof }),
  // When it is ended early; it has no effect from the commit of this event on.
  "exception.revoked": z.object(transition),
  // When a job notes that the end has passed; the effect had ended by itself at that instant.
  "exception.expired": z.object({ endsAt: instant }),
  // When it is filed away with evidence.
  "exception.closed": z.object({
    ...transition,
    endedBy: text,
    cause: z.enum(closureCauses),
    replacedBy: text,
    wouldHaveAvoided: text,
    evidence: text,
  }),
  // When somebody joins a group or gets a role that it names after it was approved; it does not cover them.
  "exception.newcomer_not_covered": z.object({ userId: id, kind: text, objectId: id }),
  // When somebody has checked whether a control that it names works.
  "exception.control_checked": z.object({ control: text, result: z.enum(["passed", "failed"]), comment: text }),
  // When its owner is told that a review is due; the grace begins with it.
  "exception.review_reminded": silence,
  // When they are told, half-way through the grace, what comes at its end.
  "exception.review_warned": silence,
  // When the grace is over and nobody has reviewed it; what the category says about silence follows.
  "exception.review_unanswered": silence,
  // When its owner is told that dated steps of the exit plan were not reached in time.
  "exception.milestone_missed": z.object({ milestones: z.array(text) }),
  // When its owner is asked to close it, some days after its end.
  "exception.closure_proposed": z.object({ endedAt: instant }),
  // When it was asked for by way of a refused sign-in, over the decision point's interface.
  "exception.access_requested": z.object({
    decisionId: id,
    subjectKind: text,
    subjectId: id,
    applicationId: id,
    reason: text,
    isEmergency: z.boolean(),
  }),
  // When somebody says something about it; the text stands beside the log, which holds its hash.
  "exception.commented": z.object({ commentId: id, sha256: hash, mentions: z.array(id) }),
  // When a file is added to it; the bytes lie beside the log, which holds their hash.
  "exception.attachment_added": z.object({
    attachmentId: id,
    name: text,
    mediaType: text,
    size: z.number().int(),
    sha256: hash,
  }),
  // When a file is marked as not to be used; it is kept.
  "exception.attachment_withdrawn": z.object({ attachmentId: id, name: text, sha256: hash, comment: text }),
  // When somebody asks to be told of what happens to it.
  "exception.watched": z.object({ userId: id }),
  // When they ask to be told no longer.
  "exception.unwatched": z.object({ userId: id }),
  // When it has lain idle for longer than its category allows; its end is proposed to the owner.
  "exception.dormant": z.object({ since: instant, days: z.number().int(), lastUsedAt: instant.nullable() }),
  // When all whom it names have enrolled a factor that is accepted; its end is proposed to owner and requestor.
  "exception.needless": z.object({ since: instant }),
  // When people are warned that an end is near.
  "exception.expiry_warned": z.object({ endsAt: instant, thresholdDays: z.number().int() }),
  // When an admin gives another person the record to answer for; what was approved stays approved.
  "exception.owner_assigned": z.object({ before: id.nullable(), after: id, comment: text }),
  // When somebody reminds the owner of it.
  "exception.reminded": z.object({ ownerId: id, comment: text }),
  // When a set of exceptions is given to people to review by a deadline.
  "campaign.begun": z.object({
    name: text,
    selection: z.record(text, text.nullable()),
    deadline: instant,
    items: z.array(z.object({ exceptionId: id, reviewerId: id })),
  }),
  // When one of its exceptions is given to another reviewer.
  "campaign.reassigned": z.object({ exceptionId: id, before: id, after: id }),
  // When it is signed off; what nobody reviewed stays so.
  "campaign.closed": z.object({
    statement: text,
    reviewed: z.number().int(),
    ended: z.number().int(),
    unanswered: z.array(id),
  }),
  // When a view is saved for everybody.
  "saved_view.created": z.object({ name: text, query: text }),
  // When a view of everybody's is renamed, gets other filters or another place.
  "saved_view.changed": z.object({ name: text, query: text, place: z.number().int() }),
  // When a view of everybody's is taken away.
  "saved_view.removed": z.object({ name: text, query: text }),
  // When rows were taken in from a file.
  "import.finished": z.object({
    format: text,
    filed: z.number().int(),
    skipped: z.number().int(),
    refused: z.number().int(),
  }),
  // When rows were given out.
  "export.made": z.object({
    format: text,
    rows: z.number().int(),
    sha256: hash,
    /** The filters or the records that it was made of; left out where it was all of them. */
    selection: text.optional(),
  }),
  // When the head of a decision stream is sealed into this chain.
  "decisions.sealed": z.object({ stream: text, seq: z.number().int(), hash }),
  // When somebody asks what recorded decisions would have been under a draft.
  "replay.started": z.object({ days: z.number().int(), policyDraftId: text.nullable(), exceptionId: text.nullable() }),
  // When that question is taken back.
  "replay.cancelled": z.object({}),
  // When it has been answered, or could not be.
  "replay.finished": z.object({ state: z.enum(["done", "failed"]), judged: z.number().int(), fault: text.nullable() }),
  // When the nightly check has walked the chain.
  "audit.verified": z.object({
    upToSeq: z.number().int(),
    ok: z.boolean(),
    firstBreak: z.number().int().nullable(),
    firstStreamBreak: text.nullable(),
  }),
} as const;

export type EventType = keyof typeof eventSchemas;
export type EventData<T extends EventType> = z.input<(typeof eventSchemas)[T]>;

/** Who caused an event. */
export type AuditActor = { kind: "user" | "token" | "job" | "console"; id: string | null };

/** What an event is about, as { kind: "exception", id: "EXC-2026-0042" }. */
export type AuditSubject = { kind: string; id: string };

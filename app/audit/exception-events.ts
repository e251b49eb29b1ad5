import { z } from "zod";
import { exceptionStates } from "#app/engine/types.ts";
import { silences } from "#app/register/category.ts";
import { reviewOutcomes } from "#app/register/command-schemas.ts";
import { closureCauses, suspensionCauses } from "#app/register/exception.ts";
import { ratings } from "#app/register/risk.ts";
import { approverGroups } from "#app/register/roles.ts";

const state = z.enum(exceptionStates);
const id = z.string().min(1);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const text = z.string();
const score = z.number().int().min(1).max(5);
const risk = z.object({ likelihood: score, impact: score });
const instant = z.iso.datetime();

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

/** What happens to exceptions, and to what is decided about them. */
export const exceptionEvents = {
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
} as const;

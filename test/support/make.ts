import type { Approval, Emergency, Exception, Extension } from "#app/register/exception.ts";
import { emptyScope } from "#app/register/exception.ts";
import type { Actor, Circumstances } from "#app/register/guards.ts";

/** The instant at which the rule tests take place. */
export const noon = "2026-11-10T12:00:00.000Z";

const hash = "a".repeat(64);

const exception: Exception = {
  workspaceId: "ws_1",
  id: "EXC-2026-0001",
  version: 3,
  state: "draft",
  title: "IMAP polling for the claims mailbox",
  category: "legacy_or_service_account",
  effect: "allow_legacy_protocol",
  factors: [],
  scope: { ...emptyScope, servicePrincipals: ["svc-claims-mail"], protocols: ["imap"] },
  ownerId: "usr_owner",
  beneficiaryId: null,
  justification: "The intake system speaks nothing but IMAP until its next release.",
  startsAt: "2026-11-01T09:00:00.000Z",
  endsAt: "2026-12-01T09:00:00.000Z",
  plannedRetirementAt: null,
  estimate: null,
  compensatingControls: [{ name: "Restricted network", howChecked: "Firewall rule 12", catalogueId: null }],
  monitoringPlan: "Weekly look at sign-ins by the messaging team.",
  milestones: [],
  details: { exit_plan: "OAuth connector in January" },
  requestorId: "usr_requestor",
  implementerId: null,
  inherentRisk: null,
  residualRisk: null,
  rating: null,
  ratingBasis: null,
  assessment: "",
  contentHash: hash,
  changeReference: "",
  implementation: null,
  reviewEveryDays: null,
  nextReviewAt: null,
  lastValidation: null,
  closure: null,
  categoryVersion: null,
  agreedEndsAt: null,
  originalEndsAt: null,
  extensionCount: 0,
  extension: null,
  emergency: null,
  suspension: null,
  source: null,
  createdAt: "2026-10-30T09:00:00.000Z",
  updatedAt: "2026-10-30T09:00:00.000Z",
  submittedAt: null,
  waitingSince: null,
  approvedAt: null,
  activatedAt: null,
  endedAt: null,
};

/** Builders of valid values; each takes only what a test is about. */
export const make = {
  exception: (over: Partial<Exception> = {}): Exception => ({ ...exception, ...over }),

  approval: (over: Partial<Approval> = {}): Approval => ({
    exceptionId: exception.id,
    approverId: "usr_approver",
    approverGroup: "identity",
    contentHash: hash,
    onBehalfOf: null,
    comment: "",
    at: noon,
    ...over,
  }),

  extension: (over: Partial<Extension> = {}): Extension => ({
    endsAt: "2027-01-01T09:00:00.000Z",
    askedEndsAt: "2027-01-01T09:00:00.000Z",
    reason: "The vendor is late.",
    requestedBy: exception.ownerId ?? "",
    requestedAt: "2026-11-09T09:00:00.000Z",
    contentHash: "c".repeat(64),
    ...over,
  }),

  emergency: (over: Partial<Emergency> = {}): Emergency => ({
    grantedBy: "usr_grantor",
    grantedAt: "2026-11-10T09:00:00.000Z",
    reason: "The identity provider is down.",
    endsAt: exception.endsAt,
    ratifiedAt: null,
    ...over,
  }),

  /** Someone who has just used a passkey. */
  actor: (over: Partial<Actor> = {}): Actor => ({
    userId: "usr_someone",
    roles: [],
    aal: 2,
    factorUsedAt: noon,
    ...over,
  }),

  circumstances: (over: Partial<Circumstances> = {}): Circumstances => ({
    approvals: [],
    stages: [{ group: "identity", minimum: 1 }],
    isBeneficiary: false,
    standsInFor: [],
    now: noon,
    ...over,
  }),
};

import type { Generated, GeneratedAlways } from "kysely";
import type { MfaResetters } from "#app/auth/mfa-reset.ts";
import type { AccessRequestTables } from "./schema-access-requests.ts";
import type { AroundRecordTables } from "./schema-around-records.ts";
import type { BreakGlassTables } from "./schema-break-glass.ts";
import type { BreakGlassUseTables } from "./schema-break-glass-uses.ts";
import type { CalendarTables } from "./schema-calendar.ts";
import type { CheckpointTables } from "./schema-checkpoints.ts";
import type { ClockworkTables } from "./schema-clockwork.ts";
import type { DecisionTables } from "./schema-decisions.ts";
import type { ExportTables } from "./schema-exports.ts";
import type { JobTables } from "./schema-jobs.ts";
import type { ListTables } from "./schema-lists.ts";
import type { MessageTables } from "./schema-messages.ts";
import type { OathTables } from "./schema-oath.ts";
import type { PeopleTables } from "./schema-people.ts";
import type { ReportTables } from "./schema-reports.ts";
import type { ReviewTables } from "./schema-reviews.ts";
import type { SessionTables } from "./schema-sessions.ts";
import type { SignInTables } from "./schema-sign-in.ts";
import type { SingleSignOnTables } from "./schema-single-sign-on.ts";
import type { VerificationTables } from "./schema-verifications.ts";
import type { WebhookTables } from "./schema-webhooks.ts";

/** Tables that are described in files of their own. */
type TablesElsewhere = PeopleTables &
  OathTables &
  BreakGlassTables &
  CalendarTables &
  CheckpointTables &
  ClockworkTables &
  BreakGlassUseTables &
  ExportTables &
  JobTables &
  ListTables &
  MessageTables &
  DecisionTables &
  ReportTables &
  ReviewTables &
  AroundRecordTables &
  AccessRequestTables &
  SessionTables &
  SignInTables &
  SingleSignOnTables &
  VerificationTables &
  WebhookTables;

/** Row types as the database has them: times as ISO text, JSON as text, flags as 0 or 1. Only db/ sees these. */
export type Schema = TablesElsewhere & {
  workspaces: {
    id: string;
    slug: string;
    name: string;
    timeZone: string;
    securityContact: string | null;
    moderateFromPeople: number;
    highFromPeople: number;
    highFromPercent: number;
    remindAfterDays: number;
    escalateAfterDays: number;
    lapseAfterDays: number;
    mfaResetBy: MfaResetters;
    keepExportsDays: Generated<number>;
    createdAt: string;
  };
  auditHead: { workspaceId: string; seq: number; hash: string };
  auditEvents: {
    workspaceId: string;
    seq: number;
    at: string;
    type: string;
    actorKind: string;
    actorId: string | null;
    subjectKind: string;
    subjectId: string;
    data: string;
    prevHash: string;
    hash: string;
  };
  challenges: {
    workspaceId: string;
    id: string;
    purpose: string;
    userId: string | null;
    challenge: string;
    createdAt: string;
    expiresAt: string;
    usedAt: string | null;
    sessionHash: string | null;
    origin: string | null;
    rpId: string | null;
  };
  tokens: {
    workspaceId: string;
    id: string;
    kind: string;
    userId: string | null;
    name: string;
    scopes: string;
    tokenHash: string;
    createdAt: string;
    createdBy: string | null;
    factorUsedAt: string | null;
    expiresAt: string | null;
    revokedAt: string | null;
    lastUsedAt: string | null;
  };
  invitations: {
    workspaceId: string;
    id: string;
    userId: string;
    purpose: string;
    tokenHash: string;
    createdAt: string;
    expiresAt: string;
    usedAt: string | null;
  };
  policies: {
    workspaceId: string;
    version: number;
    body: string;
    reason: string;
    authorId: string | null;
    createdAt: string;
  };
  policyDrafts: {
    workspaceId: string;
    id: string;
    basedOn: number;
    content: string;
    forcesReenrollment: number;
    reason: string;
    state: string;
    authorId: string;
    createdAt: string;
    updatedAt: string;
    decidedBy: string | null;
    decidedAt: string | null;
    comment: string | null;
  };
  categories: {
    workspaceId: string;
    id: string;
    version: number;
    body: string;
    reason: string;
    authorId: string | null;
    createdAt: string;
  };
  controlCatalogue: {
    workspaceId: string;
    id: string;
    name: string;
    description: string;
    howChecked: string;
    checkEveryDays: number;
    isEnabled: number;
    createdAt: string;
    updatedAt: string;
  };
  controlChecks: {
    workspaceId: string;
    id: string;
    exceptionId: string;
    control: string;
    at: string;
    by: string;
    result: string;
    note: string;
  };
  exceptionCounters: { workspaceId: string; year: number; last: number };
  exceptions: {
    rowKey: GeneratedAlways<number>;
    workspaceId: string;
    id: string;
    version: number;
    state: string;
    effect: string;
    factors: string;
    startsAt: string;
    endsAt: string;
    scope: string;
    category: string;
    rating: string | null;
    riskScore: number;
    ownerId: string | null;
    requestorId: string | null;
    implementerId: string | null;
    beneficiaryId: string | null;
    categoryVersion: number | null;
    title: string;
    nextReviewAt: string | null;
    createdAt: string;
    updatedAt: string;
    submittedAt: string | null;
    waitingSince: string | null;
    approvedAt: string | null;
    activatedAt: string | null;
    endedAt: string | null;
    expiryRecordedAt: string | null;
    reviewEveryDays: number | null;
    contentHash: string;
    changeReference: string;
    implementation: string | null;
    nextMilestoneAt: string | null;
    plannedRetirementAt: string | null;
    estimate: string | null;
    inherentRisk: string | null;
    residualRisk: string | null;
    ratingBasis: string | null;
    assessment: string;
    justification: string;
    compensatingControls: string;
    controlCount: number;
    monitoringPlan: string;
    milestones: string;
    details: string;
    lastValidation: string | null;
    closure: string | null;
    agreedEndsAt: string | null;
    originalEndsAt: string | null;
    extensionCount: number;
    extension: string | null;
    emergency: string | null;
    suspension: string | null;
    source: string | null;
    sourceKey: string | null;
    searchText: string;
  };
  exceptionTargets: { workspaceId: string; target: string; exceptionId: string; exceptionRow: number };
  duties: { workspaceId: string; exceptionId: string; userId: string; duty: string; at: string };
  approvals: {
    workspaceId: string;
    exceptionId: string;
    contentHash: string;
    approverGroup: string;
    approverId: string;
    requestorId: string;
    onBehalfOf: string | null;
    comment: string;
    at: string;
  };
  reviews: {
    workspaceId: string;
    exceptionId: string;
    at: string;
    dueAt: string | null;
    reviewerId: string;
    outcome: string;
    justification: string;
    endsAt: string;
  };
  delegations: {
    workspaceId: string;
    id: string;
    fromUserId: string;
    toUserId: string;
    startsAt: string;
    endsAt: string;
    reason: string;
    createdAt: string;
    createdBy: string;
    revokedAt: string | null;
  };
  approvalChases: {
    workspaceId: string;
    exceptionId: string;
    waitingSince: string;
    kind: string;
    number: number;
    at: string;
  };
  expiryWarnings: {
    workspaceId: string;
    exceptionId: string;
    endsAt: string;
    thresholdDays: number;
    warnedAt: string;
  };
  idempotencyKeys: {
    workspaceId: string;
    tokenId: string;
    key: string;
    requestHash: string;
    status: number;
    body: string;
    createdAt: string;
  };
};

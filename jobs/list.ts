import { answerSilence } from "./answer-silence.ts";
import { chaseApprovals } from "./chase-approvals.ts";
import { chaseChecks } from "./chase-checks.ts";
import { chaseOathAudits } from "./chase-oath-audits.ts";
import { chaseOwners } from "./chase-owners.ts";
import { chaseRequestors } from "./chase-requestors.ts";
import { deliverWebhooks } from "./deliver-webhooks.ts";
import { expireExceptions } from "./expire-exceptions.ts";
import type { Job } from "./job.ts";
import { noteActivations } from "./note-activations.ts";
import { noteBreakGlassUses } from "./note-break-glass-uses.ts";
import { noteDemands } from "./note-demands.ts";
import { noteGrace } from "./note-grace.ts";
import { openOathAudits } from "./open-oath-audits.ts";
import { proposeRevocations } from "./propose-revocations.ts";
import { publishCheckpoints } from "./publish-checkpoints.ts";
import { remindAccessEnds } from "./remind-access-ends.ts";
import { remindDrills } from "./remind-drills.ts";
import { remindOfUses } from "./remind-of-uses.ts";
import { remindOwners } from "./remind-owners.ts";
import { remindReviewers } from "./remind-reviewers.ts";
import { remindRotations } from "./remind-rotations.ts";
import { remindSecretRotations } from "./remind-secret-rotations.ts";
import { remindUnenrolled } from "./remind-unenrolled.ts";
import { sendDigests } from "./send-digests.ts";
import { sendOutbox } from "./send-outbox.ts";
import { sendReports } from "./send-reports.ts";
import { snapshotKpis } from "./snapshot-kpis.ts";
import { suspendDisabled } from "./suspend-disabled.ts";
import { sweepExports } from "./sweep-exports.ts";
import { sweepOutdated } from "./sweep-outdated.ts";
import { sweepSessions } from "./sweep-sessions.ts";
import { tellOfDowntime } from "./tell-of-downtime.ts";
import { verifyChains } from "./verify-chain.ts";

/** Every job of the product, in the order in which a catch-up runs them: what queues mail before what sends it. */
export const jobs: readonly Job[] = [
  noteBreakGlassUses,
  noteActivations,
  expireExceptions,
  remindOwners,
  chaseApprovals,
  chaseRequestors,
  answerSilence,
  chaseOwners,
  chaseChecks,
  remindReviewers,
  suspendDisabled,
  proposeRevocations,
  noteGrace,
  remindUnenrolled,
  noteDemands,
  openOathAudits,
  remindOfUses,
  remindDrills,
  chaseOathAudits,
  remindRotations,
  remindSecretRotations,
  remindAccessEnds,
  verifyChains,
  snapshotKpis,
  sendReports,
  publishCheckpoints,
  sweepSessions,
  sweepOutdated,
  sweepExports,
  tellOfDowntime,
  sendDigests,
  deliverWebhooks,
  sendOutbox,
];

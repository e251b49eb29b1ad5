import { answerSilence } from "./answer-silence.ts";
import { chaseApprovals } from "./chase-approvals.ts";
import { chaseOwners } from "./chase-owners.ts";
import { expireExceptions } from "./expire-exceptions.ts";
import type { Job } from "./job.ts";
import { noteDemands } from "./note-demands.ts";
import { noteGrace } from "./note-grace.ts";
import { openOathAudits } from "./open-oath-audits.ts";
import { proposeRevocations } from "./propose-revocations.ts";
import { remindOwners } from "./remind-owners.ts";
import { sendOutbox } from "./send-outbox.ts";
import { suspendDisabled } from "./suspend-disabled.ts";
import { sweepSessions } from "./sweep-sessions.ts";
import { verifyChains } from "./verify-chain.ts";

/** Every job of the product, in the order in which a catch-up runs them: what queues mail before what sends it. */
export const jobs: readonly Job[] = [
  expireExceptions,
  remindOwners,
  chaseApprovals,
  answerSilence,
  chaseOwners,
  suspendDisabled,
  proposeRevocations,
  noteGrace,
  noteDemands,
  openOathAudits,
  verifyChains,
  sweepSessions,
  sendOutbox,
];

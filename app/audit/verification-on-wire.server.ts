import type { z } from "zod";
import type { Verification } from "#db/verifications.ts";
import { findingsOf } from "./verdict.ts";
import type { VerificationWire } from "./verification-wire.ts";

/** A walk along the log for programs. */
export function verificationWireOf(verification: Verification): z.output<typeof VerificationWire> {
  const { id, state, upTo, startedBy, createdAt, finishedAt, done, total, verdict, fault } = verification;
  return {
    ...{ id, state, up_to: upTo, started_by: startedBy, created_at: createdAt, finished_at: finishedAt, done, total },
    ...{ ok: verdict?.ok ?? null, verified_up_to: verdict?.upToSeq ?? null },
    ...{ findings: verdict ? findingsOf(verdict) : [], fault },
  };
}

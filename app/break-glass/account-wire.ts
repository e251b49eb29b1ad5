import { z } from "zod";
import { factorKinds } from "#app/engine/types.ts";
import { registerRoles } from "#app/register/roles.ts";
import type { AccountFinding } from "./account-findings.ts";
import { AttestationContent, Retirement, RotationContent, StorageReference } from "./account-forms.ts";
import { attestations, type Rotation, rotationCauses, rotationOutcomes, secretKinds } from "./rotation.ts";

const instant = z.iso.datetime();
const id = z.string().min(1);

/** How something that comes due again and again stands. */
export const StandingWire = z.object({
  last_at: instant.nullable().describe("When it was last done; null where it never was."),
  due_at: instant,
  days_left: z.number().int().describe("Calendar days of the workspace; negative once it is overdue."),
  overdue: z.boolean(),
});

const FindingWire = z.object({
  code: z.string(),
  grave: z.boolean().describe("A finding; otherwise a caution."),
  user_id: z.string().nullable().describe("The account that it is about; null for all of them."),
  text: z.string(),
});

/** An account for emergencies as the API shows it. */
export const BreakGlassAccountWire = z.object({
  user_id: id,
  name: z.string(),
  user_name: z.string(),
  custodians: z.array(z.object({ id, name: z.string(), barred: z.boolean() })),
  storage_reference: z.string().describe("Where the sealed secret lies; never the secret."),
  registered_at: instant,
  version: z.number().int(),
  factors: z.array(z.enum(factorKinds)),
  exception_ids: z.array(z.string()),
  last_sign_in_at: instant.nullable(),
  rotation: StandingWire.extend({ because: z.enum(["interval", "use"]) }).nullable(),
  validation: StandingWire.nullable(),
  drill: StandingWire.nullable(),
});

/** The accounts with what is wrong with them as they are now. */
export const BreakGlassAccountsWire = z.object({
  data: z.array(BreakGlassAccountWire),
  findings: z.array(FindingWire),
});

const custody = { first_custodian_id: id, second_custodian_id: id, storage_reference: StorageReference };

/** A bypass account that is to be kept for emergencies. */
export const BreakGlassAccountPost = z.strictObject({ user_id: id, ...custody });

/** Who holds it, and where, from now on; with the version that was read. */
export const BreakGlassAccountPut = z.strictObject({ version: z.number().int(), ...custody });

export const RetirementBody = z.strictObject({ version: z.number().int(), reason: Retirement.shape.reason });

/** A rotation as the API shows it. */
export const RotationWire = z.object({
  id,
  subject_kind: z.enum(secretKinds),
  subject_id: id,
  cause: z.enum(rotationCauses),
  outcome: z.enum(rotationOutcomes),
  rotated_at: instant,
  reference: z.string(),
  note: z.string(),
  operator_id: id,
  recorded_at: instant,
  attestation: z.enum(attestations).nullable().describe("Null while it waits for somebody else."),
  attestor_id: z.string().nullable(),
  attested_at: instant.nullable(),
  attestation_note: z.string().nullable(),
});

const { cause, outcome, reference, note } = RotationContent.shape;

/** A rotation as whoever did it records it. */
export const RotationPost = z.strictObject({
  cause,
  outcome,
  rotated_at: z.iso.datetime().transform((at) => new Date(at).toISOString()),
  reference,
  note,
});

/** What somebody else says of it. */
export const AttestationPost = AttestationContent;

/** An account that can sign in without the identity provider. */
export const BypassAccountWire = z.object({
  id,
  user_name: z.string(),
  name: z.string(),
  roles: z.array(z.enum(registerRoles)),
  factors: z.array(z.enum(factorKinds)),
  has_mfa: z.boolean().describe("False with recovery codes alone."),
  last_sign_in_at: instant.nullable(),
  break_glass: z.boolean(),
  live_exception_ids: z.array(z.string()),
  other_exception_ids: z.array(z.string()),
});

export function wireOfAccountFinding({ code, tone, userId, text }: AccountFinding): z.output<typeof FindingWire> {
  return { code, grave: tone === "danger", user_id: userId, text };
}

export function wireOfRotation(rotation: Rotation): z.output<typeof RotationWire> {
  return {
    id: rotation.id,
    subject_kind: rotation.subjectKind,
    subject_id: rotation.subjectId,
    cause: rotation.cause,
    outcome: rotation.outcome,
    rotated_at: rotation.rotatedAt,
    reference: rotation.reference,
    note: rotation.note,
    operator_id: rotation.operatorId,
    recorded_at: rotation.recordedAt,
    attestation: rotation.attestation,
    attestor_id: rotation.attestorId,
    attested_at: rotation.attestedAt,
    attestation_note: rotation.attestationNote,
  };
}

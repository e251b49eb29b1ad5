import { z } from "zod";
import { attestations, rotationCauses, rotationOutcomes, secretKinds } from "#app/break-glass/rotation.ts";

const id = z.string().min(1);
const text = z.string();
const instant = z.iso.datetime();

const custody = z.object({ firstCustodianId: id, secondCustodianId: id, storageReference: text });

/** The events of accounts for emergencies, and of the secrets that exceptions rest on; no secret is ever in one. */
export const breakGlassEvents = {
  // When a bypass account is kept for emergencies from now on.
  "break_glass_account.registered": custody,
  // When others hold it, or its sealed secret lies elsewhere.
  "break_glass_account.changed": z.object({ before: custody, after: custody }),
  // When it is kept for emergencies no longer.
  "break_glass_account.retired": z.object({ reason: text }),
  // When somebody says that they replaced a secret, or that it could not be done.
  "secret.rotation_recorded": z.object({
    rotationId: id,
    secretKind: z.enum(secretKinds),
    secretId: id,
    cause: z.enum(rotationCauses),
    operatorId: id,
    rotatedAt: instant,
    outcome: z.enum(rotationOutcomes),
    reference: text,
  }),
  // When somebody else confirms it, or refuses to.
  "secret.rotation_attested": z.object({
    rotationId: id,
    secretKind: z.enum(secretKinds),
    secretId: id,
    attestation: z.enum(attestations),
    attestorId: id,
    operatorId: id,
    rotatedAt: instant,
    reference: text,
    comment: text,
  }),
  // When those who answer for a secret are told that it comes due, is due or is overdue.
  "secret.rotation_reminded": z.object({ dueAt: instant, step: z.number().int() }),
} as const;

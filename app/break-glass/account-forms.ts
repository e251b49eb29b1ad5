import { z } from "zod";
import { attestations, rotationCauses, rotationOutcomes } from "./rotation.ts";
import { looksLikeSecret } from "./storage-reference.ts";

const noSecret = (text: string) => !looksLikeSecret(text);
const saysPlace = "This looks like a secret. Say where it lies, never what it is.";

const line = (empty: string) => z.string().trim().min(1, empty).max(200, "At most 200 letters.");
const comment = z.string().trim().max(2000, "At most 2,000 letters.").refine(noSecret, saysPlace);

export const StorageReference = line("Say where the sealed secret lies.").refine(noSecret, saysPlace);
const custodian = line("Enter the address of a custodian.");

/** Who holds an account and where its secret lies, as an admin says it. */
const CustodyForm = z.object({
  firstCustodian: custodian,
  secondCustodian: custodian,
  storageReference: StorageReference,
});

/** An account that is to be kept for emergencies. */
export const AccountForm = CustodyForm.extend({ account: line("Enter the address of the account.") });

const version = z.coerce.number().int();

/** A rotation as the one who did it records it. */
export const RotationContent = z.object({
  cause: z.enum(rotationCauses, "Choose why."),
  outcome: z.enum(rotationOutcomes, "Say whether it worked."),
  rotatedAt: z.iso.datetime("Enter a date and a time."),
  reference: line("Name the change, ticket or seal number that shows it.").refine(noSecret, saysPlace),
  note: comment.default(""),
});

/** What the second person says of it. */
export const AttestationContent = z
  .object({ attestation: z.enum(attestations, "Confirm it, or refuse to."), note: comment.default("") })
  .refine(({ attestation, note }) => attestation === "confirmed" || note !== "", {
    path: ["note"],
    message: "Say what you saw instead.",
  });

/** What an admin does with an account on its page. */
export const CustodyChange = CustodyForm.extend({ version });
export const Retirement = z.object({ version, reason: z.string().trim().min(1, "Say why.").max(2000) });

/** What was done about a finding. */
export const Resolution = z.object({
  findingId: z.string().min(1),
  resolution: z
    .string()
    .trim()
    .min(1, "Say what was done about it.")
    .max(2000, "At most 2,000 letters.")
    .refine(noSecret, saysPlace),
});

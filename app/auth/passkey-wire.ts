import { z } from "zod";
import { factorKinds } from "#app/engine/types.ts";
import { NewPasskeyWire } from "./passkey-response.ts";

const setupToken = z.string().max(100).optional().describe("Of a one-time link, for somebody who has no session yet.");

/** How somebody who has no account yet calls themself; it says nothing yet but how the authenticator lists the passkey. */
const name = z.string().trim().min(1).max(200).optional().catch(undefined);

/** What asking for a new passkey takes. */
export const StartPasskeyWire = z.object({ setup_token: setupToken, userName: name, displayName: name });

/** The authenticator's answer, with what the passkey is to be called; the names are those of a first owner. */
export const FinishPasskeyWire = z.object({
  ...NewPasskeyWire.shape,
  label: z.string().trim().min(1).max(100).optional(),
  setup_token: setupToken,
  userName: z.email().max(320).optional(),
  displayName: z.string().trim().min(1).max(200).optional(),
});

/** A passkey that was added to an account. */
export const AddedPasskeyWire = z.object({ kind: z.enum(factorKinds), label: z.string() });
export type AddedPasskeyWire = z.output<typeof AddedPasskeyWire>;

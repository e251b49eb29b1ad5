import { z } from "zod";
import type { Instant } from "#app/engine/types.ts";

/** A file that was added to a record; its bytes lie under their hash. */
export type Attachment = {
  workspaceId: string;
  exceptionId: string;
  id: string;
  name: string;
  /** What the bytes are, whatever the name says. */
  mediaType: string;
  size: number;
  sha256: string;
  /** What it shows, in the words of whoever added it. */
  note: string;
  uploadedBy: string;
  at: Instant;
  /** It stays, and only those who watch over the register can still open it. */
  withdrawn: { by: string; reason: string; at: Instant } | null;
};

/** The largest file that is taken. */
export const mostAttachmentBytes = 25 * 1024 * 1024;
/** More files than this on one record are a mistake or an attack. */
export const mostAttachments = 100;

/** What the API answers for one attachment. */
export const AttachmentWire = z.object({
  id: z.string(),
  name: z.string(),
  media_type: z.string().describe("What the bytes are, whatever the name says."),
  size: z.number().int(),
  sha256: z.string(),
  note: z.string(),
  uploaded_by: z.string(),
  at: z.iso.datetime(),
  withdrawn: z.object({ by: z.string(), reason: z.string(), at: z.iso.datetime() }).nullable(),
});

/** What is asked of somebody who withdraws one. */
export const WithdrawalBody = z.object({
  reason: z.string().trim().min(1, "Say why it should not be used.").max(2000),
});

/** Writes an attachment as the API shows it. */
export function attachmentWireOf(attachment: Attachment): z.input<typeof AttachmentWire> {
  const { id, name, mediaType, size, sha256, note, uploadedBy, at, withdrawn } = attachment;
  return { id, name, media_type: mediaType, size, sha256, note, uploaded_by: uploadedBy, at, withdrawn };
}

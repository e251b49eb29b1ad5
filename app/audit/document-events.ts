import { z } from "zod";
import { documentKinds } from "#app/documents/document-kinds.ts";

/** What is made of records for people outside. */
export const documentEvents = {
  // When a document about one record is made; `about` is the requirement or safeguard that it was made for.
  "document.made": z.object({
    kind: z.enum(documentKinds),
    about: z.string().nullable(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
} as const;

import { type Compose, opensOnly } from "./on-exception.ts";
import { shownInstant } from "./shown-instant.ts";

/** What those who keep checkpoints are sent. */
export const checkpointContents = {
  checkpoint_published: (data, { page }) => ({
    subject: `Checkpoint ${data("size")} of the audit log`,
    lead: `On ${shownInstant(data("at"))} the audit log had ${data("size")} rows. The note below says so, signed. Keep it: if the log is ever cut off or written anew, it will not agree with this note.`,
    facts: [],
    verbatim: data("note"),
    link: { label: "Check the log against a note", url: page("/checkpoints") },
    after: "Save the lines of the note as a file, from the first to the one that begins with a dash.",
    footnote: opensOnly,
  }),
} as const satisfies Record<string, Compose>;

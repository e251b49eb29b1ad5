import { type Compose, opensOnly } from "./on-exception.ts";
import { shownInstant } from "./shown-instant.ts";

/** What admins and the security contact are told of the jobs. */
export const clockworkContents = {
  catch_up_summary: (data, { page }) => ({
    subject: "The jobs of the register did not run for a while",
    lead: `No job ran from ${shownInstant(data("from"))} to ${shownInstant(data("to"))}. What was due meanwhile has been done now. Exceptions ended at their instants all the same: a sign-in asks the record, not a job.`,
    facts: [
      ["From", shownInstant(data("from"))],
      ["To", shownInstant(data("to"))],
      ["Made up for", data("done") || "Nothing was due."],
      ["Fails still", data("failing")],
    ],
    link: { label: "Open the jobs", url: page("/settings/jobs") },
    after:
      "People get what was due for them in one message each. If the register was not stopped on purpose, look into its log.",
    footnote: opensOnly,
  }),
} as const satisfies Record<string, Compose>;

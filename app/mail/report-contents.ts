import { type Compose, opensOnly } from "./on-exception.ts";

/** What is sent by the calendar. Figures and lists are added where it is mailed; wherever else it is told of, it leads to them. */
export const reportContents = {
  report_sent: (data, { page }) => ({
    subject: `${data("name")}: ${data("period")}`,
    lead: data("about"),
    facts: [["Period", data("period")]],
    link: { label: "Open it in the register", url: page(`/reports/runs/${data("runId")}`) },
    after: "The page keeps it as it was sent. It opens for people with a role in the register.",
    footnote: opensOnly,
  }),
} as const satisfies Record<string, Compose>;

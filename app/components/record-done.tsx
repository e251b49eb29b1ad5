import { doneTexts } from "#app/register/describe.ts";
import type { Command } from "#app/register/lifecycle.ts";
import { approverGroupLabels } from "#app/register/roles.ts";
import { Banner } from "./banner.tsx";
import type { RecordView } from "./record-view.ts";
import { exact } from "./relative-time.ts";

/** What was just done to the record, and what comes next. */
export function RecordDone({ command, view }: { command: Command; view: RecordView }) {
  return (
    <Banner tone="good">
      <strong>{doneTexts[command]}</strong> {nextOf(view)}
    </Banner>
  );
}

function nextOf({ record, stages }: RecordView): string {
  switch (record.state) {
    case "draft":
      return "It waits to be submitted.";
    case "submitted":
      return "It waits for its risk to be rated.";
    case "changes_requested":
      return "It waits for the requestor.";
    case "assessed": {
      const open = stages.filter(({ given, minimum }) => given.length < minimum);
      return `It waits for ${open.map(({ group }) => approverGroupLabels[group]).join(" and ")}.`;
    }
    case "approved":
      return "It waits to be put in place by an implementer.";
    case "active":
      return `It ends by itself on ${exact(record.endsAt)}.`;
    case "suspended":
      return "It counts for no sign-in.";
    case "revoked":
      return "The next sign-in meets the policy again. It waits to be closed with its evidence.";
    case "rejected":
    case "withdrawn":
    case "closed":
      return "This record is at its end.";
    default:
      return record.state satisfies never;
  }
}

import { Link } from "@remix-run/react";
import { commandLabels } from "#app/register/describe.ts";
import type { Exception } from "#app/register/exception.ts";
import { type Command, type Move, refusals } from "#app/register/lifecycle.ts";
import { ActionPanel } from "./action-panel.tsx";

/** The commands that lead on; the first one that is this person's is the primary button. */
const leading: readonly Command[] = ["submit", "resubmit", "assess", "approve", "implement", "close"];
const ending: readonly Command[] = ["reject", "withdraw", "revoke"];

type Props = { record: Exception; moves: readonly Move[]; mayEdit: boolean };

/** What this person can do now, and why the rest is not theirs. */
export function RecordActions({ record, moves, mayEdit }: Props) {
  // A move that only lacks a fresh factor is this person's: the next page asks for it.
  const mine = moves.filter(({ refusal }) => refusal === null || refusal === "step_up_required");
  const others = moves.filter((move) => !mine.includes(move));
  const primary = leading.find((command) => mine.some((move) => move.command === command));
  const needsFactor = mine.some(({ refusal }) => refusal === "step_up_required");
  const ordered = [...mine].sort(
    (one, other) => Number(ending.includes(one.command)) - Number(ending.includes(other.command)),
  );
  return (
    <ActionPanel
      title={mine.length > 0 || mayEdit ? "What you can do" : "Nothing waits for you here"}
      closed={others.map(({ command, refusal }) => ({
        label: commandLabels[command],
        reason: refusal ? refusals[refusal] : "",
      }))}
    >
      <p className="row">
        {ordered.map(({ command }) => (
          <Link key={command} className={classFor(command, primary)} to={`/exceptions/${record.id}/${command}`}>
            {commandLabels[command]}
          </Link>
        ))}
        {mayEdit && (
          <Link className="btn" to={`/exceptions/${record.id}/edit/what`}>
            Edit
          </Link>
        )}
        {mine.length === 0 && !mayEdit && <span className="small muted">{waitingText(record)}</span>}
      </p>
      {needsFactor && <p className="hint">You will be asked for your second factor first.</p>}
    </ActionPanel>
  );
}

function classFor(command: Command, primary: Command | undefined): string {
  if (command === primary) return "btn primary";
  return ending.includes(command) ? "btn danger-quiet" : "btn";
}

function waitingText({ state }: Exception): string {
  if (state === "closed" || state === "rejected" || state === "withdrawn") return "This record is at its end.";
  return "It waits for somebody else, or for its end.";
}

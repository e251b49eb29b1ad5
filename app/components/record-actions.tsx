import { commandLabels } from "#app/register/describe.ts";
import type { Exception } from "#app/register/exception.ts";
import type { Command, Move } from "#app/register/lifecycle.ts";
import { refusals } from "#app/register/refusals.ts";
import { ActionPanel } from "./action-panel.tsx";
import { LinkButton } from "./button.tsx";

/** The commands that lead on; the first one that is this person's is the primary button. */
const leading: readonly Command[] = ["submit", "resubmit", "assess", "approve", "ratify", "implement", "close"];
const ending: readonly Command[] = ["reject", "withdraw", "revoke"];

type Props = {
  record: Exception;
  moves: readonly Move[];
  mayEdit: boolean;
  /** Beside another part, where only what this person can do is of use. */
  isShort?: boolean | undefined;
};

/** What this person can do now, and why the rest is not theirs. */
export function RecordActions({ record, moves, mayEdit, isShort = false }: Props) {
  // A move that only lacks a fresh factor is this person's: the next page asks for it.
  const mine = moves.filter(({ refusal }) => refusal === null || refusal === "step_up_required");
  const others = moves.filter((move) => !mine.includes(move));
  const primary = leading.find((command) => mine.some((move) => move.command === command));
  const needsFactor = mine.some(({ refusal }) => refusal === "step_up_required");
  const ordered = [...mine].sort(
    (one, other) => Number(ending.includes(one.command)) - Number(ending.includes(other.command)),
  );
  const buttons = (
    <>
      {ordered.map(({ command }) => (
        <LinkButton key={command} look={lookOf(command, primary)} to={`/exceptions/${record.id}/${command}`}>
          {commandLabels[command]}
        </LinkButton>
      ))}
      {mayEdit && <LinkButton to={`/exceptions/${record.id}/edit/what`}>Edit</LinkButton>}
    </>
  );
  const isMine = mine.length > 0 || mayEdit;
  if (isShort) return isMine ? <p className="row">{buttons}</p> : null;
  return (
    <ActionPanel
      title={isMine ? "What you can do" : "Nothing waits for you here"}
      closed={others.map(({ command, refusal }) => ({
        label: commandLabels[command],
        reason: refusal ? refusals[refusal] : "",
      }))}
    >
      <p className="row">
        {buttons}
        {!isMine && <span className="small muted">{waitingText(record)}</span>}
      </p>
      {needsFactor && <p className="hint">You will be asked for your second factor first.</p>}
    </ActionPanel>
  );
}

function lookOf(command: Command, primary: Command | undefined) {
  if (command === primary) return "primary";
  return ending.includes(command) ? "dangerQuiet" : "normal";
}

function waitingText({ state }: Exception): string {
  if (state === "closed" || state === "rejected" || state === "withdrawn") return "This record is at its end.";
  return "It waits for somebody else, or for its end.";
}

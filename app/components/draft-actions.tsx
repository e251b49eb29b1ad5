import { Form } from "@remix-run/react";
import type { DraftCommand } from "#app/policy/draft-commands.ts";
import { ActionPanel } from "./action-panel.tsx";
import { Button, LinkButton } from "./button.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { TextAreaField } from "./field.tsx";

type Move = { command: DraftCommand; refusal: string | null };

type Props = {
  view: {
    draft: { id: string; state: string; basedOn: number };
    moves: readonly Move[];
    current: number;
    isWeaker: boolean;
    /** Who could confirm it, by name. */
    others: readonly string[];
    mayEdit: boolean;
  };
  error: string | undefined;
  typed: string;
};

const labels: Record<DraftCommand, string> = {
  submit: "Put in force",
  confirm: "Confirm",
  reject: "Reject",
  withdraw: "Withdraw",
};

/** What this person can do with a policy that is not in force, and why not the rest. */
export function DraftActions({ view, error, typed }: Props) {
  const { draft, moves, isWeaker, others, mayEdit } = view;
  const mine = moves.filter(({ refusal }) => refusal === null).map(({ command }) => command);
  const closed = moves.flatMap(({ command, refusal }) =>
    refusal === null ? [] : [{ label: labels[command], reason: refusal }],
  );
  const decides = mine.includes("confirm");
  return (
    <ActionPanel title={titleOf(mine, draft.state)} closed={closed}>
      <Form method="post" noValidate className="stack">
        <ErrorSummary errors={error ? { comment: error } : {}} title="This was not done" />
        <p className="small">{textOf(draft.state, isWeaker, others)}</p>
        {mine.length > 0 && (
          <>
            <TextAreaField
              name="comment"
              label="Comment"
              hint={decides ? "The author reads it. Needed." : undefined}
              error={error}
              defaultValue={typed}
              className="short"
              rows={2}
            />
            <p className="row">
              {mine.map((command) => (
                <Button key={command} look={lookOf(command)} name="command" value={command}>
                  {command === "submit" && isWeaker ? "Ask a second admin" : labels[command]}
                </Button>
              ))}
            </p>
          </>
        )}
        {mayEdit && (
          <p>
            <LinkButton isSmall to={`/settings/policy?draft=${draft.id}`}>
              Open it in the form
            </LinkButton>
          </p>
        )}
      </Form>
    </ActionPanel>
  );
}

function lookOf(command: DraftCommand) {
  if (command === "withdraw") return "normal";
  return command === "reject" ? "dangerQuiet" : "primary";
}

function titleOf(mine: readonly DraftCommand[], state: string): string {
  if (mine.includes("confirm")) return "It waits for you";
  return state === "waiting" ? "It waits for a second admin" : "It changes no sign-in";
}

function textOf(state: string, isWeaker: boolean, others: readonly string[]): string {
  if (!isWeaker) return "It tightens, so its author puts it in force alone. Running sessions stay.";
  if (others.length === 0) return "There is no second admin who could confirm it; an owner has to make one.";
  const named = `${others.slice(0, 3).join(", ")}${others.length > 3 ? ` or ${others.length - 3} more` : ""}`;
  return state === "waiting"
    ? `It comes into force once one of these has confirmed it: ${named}. A factor used in the last 15 minutes is needed.`
    : `It weakens, so it waits for one of these once it is handed in: ${named}.`;
}

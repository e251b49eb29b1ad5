import { Link } from "@remix-run/react";
import { suspensionTexts } from "#app/register/describe-oversight.ts";
import { approverGroupLabels } from "#app/register/roles.ts";
import { Banner } from "./banner.tsx";
import type { RecordView } from "./record-view.ts";
import { exact } from "./relative-time.ts";

/** What stands in the way of a record, or waits for somebody, in words: on hold, a later end, an end nobody has closed. */
export function RecordStanding({ view, now }: { view: RecordView; now: string }) {
  return (
    <>
      <OnHold view={view} now={now} />
      <LaterEnd view={view} />
      <Unclosed view={view} />
    </>
  );
}

function OnHold({ view: { record, names }, now }: { view: RecordView; now: string }) {
  const { suspension, state, endsAt } = record;
  if (state !== "suspended" || !suspension || endsAt <= now) return null;
  const { label, resumes } = suspensionTexts[suspension.cause];
  const by = suspension.by ? (names[suspension.by] ?? suspension.by) : null;
  return (
    <Banner tone="caution">
      <strong>On hold since {exact(suspension.at)}.</strong> {label}
      {by && `, by ${by}`}. {suspension.reason && suspension.cause !== "silence" && `“${suspension.reason}” `}
      {resumes} It ends on {exact(endsAt)} all the same.
    </Banner>
  );
}

function LaterEnd({ view: { record, stages, names } }: { view: RecordView }) {
  const { extension, endsAt } = record;
  if (!extension) return null;
  const open = stages.filter(({ given, minimum }) => given.length < minimum);
  const asker = names[extension.requestedBy] ?? extension.requestedBy;
  return (
    <Banner tone="info">
      <strong>A later end waits: {exact(extension.endsAt)}.</strong> {asker} asks for it.{" "}
      {open.length > 0 && `${open.map(({ group }) => approverGroupLabels[group]).join(" and ")} still has to decide. `}
      Until then it ends on {exact(endsAt)}.
    </Banner>
  );
}

/** Closing is proposed to whoever may, as soon as there is nothing in force any more. */
function Unclosed({ view: { record, moves, status } }: { view: RecordView }) {
  const isOver = record.state === "revoked" || status.isExpired;
  const mayClose = moves.some(({ command, refusal }) => command === "close" && refusal === null);
  if (!isOver) return null;
  return (
    <Banner tone="info">
      <strong>{record.state === "revoked" ? "It was revoked" : "Its end has come"}, and it is not closed yet.</strong>{" "}
      {mayClose ? (
        <Link to={`/exceptions/${record.id}/close`}>Close it with what shows that it has ended</Link>
      ) : (
        "Its owner closes it with what shows that it has ended"
      )}
      , and with what would have avoided it.
    </Banner>
  );
}

import { Form, Link } from "@remix-run/react";
import { sentenceOf } from "#app/audit/sentences.ts";
import { tabPath } from "#app/register/record-tabs.ts";
import type { RecordThreadData, ThreadEntry } from "#app/register/record-thread.server.ts";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { type FieldErrors, TextAreaField } from "./field.tsx";
import { Thread } from "./thread.tsx";

type Props = {
  id: string;
  thread: RecordThreadData;
  /** Whether it is the last page, where one can add to it. */
  isLatest: boolean;
  mayComment: boolean;
  isPrivate: boolean;
  errors: FieldErrors;
  now: string;
};

/** What was decided and said about the record, oldest first, with a place to say more. */
export function RecordThread({ id, thread, isLatest, mayComment, isPrivate, errors, now }: Props) {
  const path = tabPath(id, "approvals");
  return (
    <Card title="Decisions and comments" aside="oldest first">
      <div className="stack">
        {thread.older && (
          <p className="small">
            <Link to={`${path}?before=${thread.older}`}>Earlier decisions and comments</Link>
          </p>
        )}
        <Thread entries={thread.entries.map(entryOf)} now={now} />
        {!isLatest && (
          <p className="small">
            <Link to={path}>To the latest</Link>
          </p>
        )}
        {mayComment && isLatest && (
          <Form method="post" id="say" noValidate>
            <ErrorSummary errors={errors} title="Nothing was said yet" />
            <TextAreaField
              name="body"
              label="Add a comment"
              hint={
                <>
                  {isPrivate
                    ? "Approvers and the requestor can read it, nobody else."
                    : "Everybody who sees this record can read it."}{" "}
                  It stays as it is: nobody can edit it or take it away. Name people with @ to tell them.
                </>
              }
              error={errors.body}
              maxLength={10_000}
              className="short"
              rows={2}
            />
            <p>
              <Button name="intent" value="comment">
                Comment
              </Button>
            </p>
          </Form>
        )}
      </div>
    </Card>
  );
}

function entryOf({ seq, at, type, who, said, isHidden }: ThreadEntry) {
  return {
    id: String(seq),
    who,
    what: sentenceOf(type),
    at,
    said: said.length > 0 && said.map(({ from, text, isMention }) => (isMention ? <b key={from}>{text}</b> : text)),
    more: isHidden && <p className="hint">What was said is for approvers and the requestor.</p>,
  };
}

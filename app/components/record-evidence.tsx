import { Form } from "@remix-run/react";
import { Download, FileX } from "lucide-react";
import type { Attachment } from "#app/attachments/attachment.ts";
import type { FormErrors } from "#app/auth/form-errors.server.ts";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { Confirm } from "./confirm.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { TextAreaField, TextField } from "./field.tsx";
import { exact, relative } from "./relative-time.ts";
import { shownSize } from "./shown-size.ts";

type Shown = Attachment & { mayOpen: boolean; mayWithdraw: boolean };

type Props = {
  id: string;
  attachments: readonly Shown[];
  names: Readonly<Record<string, string>>;
  mayAdd: boolean;
  isPrivate: boolean;
  errors: FormErrors;
  now: string;
};

/** The files that show what the record says, and a form to add one. */
export function RecordEvidence({ id, attachments, names, mayAdd, isPrivate, errors, now }: Props) {
  const { form, fields } = errors;
  const shownErrors = form ? { ...fields, file: form } : fields;
  return (
    <>
      <Card title="Attachments" aside={attachments.length}>
        <div className="stack">
          {attachments.length === 0 && (
            <p className="small muted">
              No file has been added. Change tickets, test results, signed agreements: what an auditor would ask for.
            </p>
          )}
          <ul className="checklist">
            {attachments.map((attachment) => (
              <Entry key={attachment.id} attachment={attachment} names={names} now={now} />
            ))}
          </ul>
        </div>
      </Card>
      {mayAdd && (
        <Card title="Add a file">
          <Form method="post" encType="multipart/form-data" id="add" reloadDocument>
            <ErrorSummary errors={shownErrors} title="The file was not added" />
            <TextField
              name="file"
              type="file"
              label="File"
              hint={`Any type, up to 25 MB. It stays for good: it can be withdrawn, not deleted. ${
                isPrivate
                  ? "Approvers and the requestor can open it, nobody else."
                  : "Everybody who sees this record can open it."
              }`}
              error={shownErrors.file}
              required
            />
            <TextField name="note" label="What it shows" hint="Optional" maxLength={2000} />
            <p>
              <Button>Add the file to {id}</Button>
            </p>
          </Form>
        </Card>
      )}
    </>
  );
}

type EntryProps = { attachment: Shown; names: Props["names"]; now: string };

function Entry({ attachment, names, now }: EntryProps) {
  const { exceptionId, id, name, note, size, mediaType, sha256, uploadedBy, at, withdrawn } = attachment;
  const nameOf = (userId: string) => names[userId] ?? userId;
  return (
    <li>
      {withdrawn ? <FileX aria-hidden="true" /> : <Download aria-hidden="true" />}
      <div className="stack">
        <p>
          {attachment.mayOpen ? (
            <a href={`/exceptions/${exceptionId}/evidence/${id}`} download={name}>
              {withdrawn ? <s>{name}</s> : name}
            </a>
          ) : (
            <s>{name}</s>
          )}
          {note && <span className="two prose">{note}</span>}
          <span className="two">
            {shownSize(size)}, <code>{mediaType}</code>, added by {nameOf(uploadedBy)}{" "}
            <time dateTime={at} title={exact(at)}>
              {relative(at, now)}
            </time>
          </span>
          <span className="two">
            SHA-256 <code>{sha256}</code>
          </span>
          {withdrawn && (
            <span className="two">
              Withdrawn by {nameOf(withdrawn.by)} {relative(withdrawn.at, now)}: {withdrawn.reason}
            </span>
          )}
        </p>
        {attachment.mayWithdraw && (
          <Confirm
            label="Withdraw"
            consequence="It stays on the record, struck out, and only admins and auditors can still open it."
          >
            <Form method="post">
              <input type="hidden" name="attachment" value={id} />
              <TextAreaField
                idPrefix={id}
                name="reason"
                label="Why it should not be used"
                className="short"
                rows={2}
                required
              />
              <Button look="danger">Withdraw it</Button>
            </Form>
          </Confirm>
        )}
      </div>
    </li>
  );
}

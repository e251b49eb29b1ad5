import { Form } from "@remix-run/react";
import { Banner } from "./banner.tsx";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { type FieldErrors, TextAreaField } from "./field.tsx";

/** What was found about a note that somebody had kept. */
export type NoteAnswer = { tone: "good" | "danger"; text: string };

type Props = { errors: FieldErrors; typed: string; answer: NoteAnswer | null };

/** Asks for a checkpoint that was kept, and says whether the log is still what it says. */
export function CheckNote({ errors, typed, answer }: Props) {
  return (
    <Card title="Check the log against an older checkpoint">
      {answer && <Banner tone={answer.tone}>{answer.text}</Banner>}
      <Form method="post" encType="multipart/form-data" className="stack" noValidate>
        <input type="hidden" name="intent" value="check" />
        <ErrorSummary errors={errors} title="Nothing was checked" />
        <TextAreaField
          name="note"
          label="Note"
          hint="All of its lines, from the first to the one that begins with a dash"
          rows={6}
          spellCheck={false}
          defaultValue={typed}
          error={errors.note}
        />
        <div className="field">
          <label htmlFor="file">Or the file that it was kept in</label>
          <input id="file" type="file" name="file" accept=".txt,text/plain" />
        </div>
        <Button>Check</Button>
        <p className="hint">
          The server answers for itself here. Whoever does not trust it runs{" "}
          <code>mfa-register verify --checkpoint FILE --key KEY</code> on a copy of the database.
        </p>
      </Form>
    </Card>
  );
}

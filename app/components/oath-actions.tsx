import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { custodyMatters, matterLabels } from "#app/oath/custody.ts";
import { revocations } from "#app/oath/oath-token.ts";
import type { TokenView } from "#app/oath/oath-view.server.ts";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { CodeField } from "./code-field.tsx";
import { Confirm } from "./confirm.tsx";
import { type FieldErrors, SelectField, TextField } from "./field.tsx";
import { revocationLabels } from "./oath-words.ts";
import { TwoCodes } from "./two-codes.tsx";

type Props = {
  view: TokenView;
  /** Of the form that was sent. */
  errors: FieldErrors;
  /** Which form was sent and came back. */
  sent: string | null;
};

/** What an admin can do with a hardware token. */
export function OathActions({ view, errors, sent }: Props) {
  const { status, holder, digits } = view.token;
  if (status === "revoked") return null;
  const errorsOf = (intent: string) => (sent === intent ? errors : {});
  return (
    <>
      {holder === null && (
        <Card title="Give it to somebody">
          <Act intent="assign">
            <TextField name="userName" type="email" label="Their address" error={errorsOf("assign").userName} />
            <CodeField label={`The ${digits}-digit code that it shows`} error={errorsOf("assign").code} />
            <p className="hint">
              The code shows that it is the token with this serial number and that its clock runs. It counts beside
              their password, and they are told by mail.
            </p>
            <Button look="primary">Give it to them</Button>
          </Act>
        </Card>
      )}
      <Fold title="Set its clock" isOpen={sent === "resync"}>
        <p className="hint">When its codes are refused: two codes in a row tell how far its clock is off.</p>
        <Act intent="resync">
          <TwoCodes errors={errorsOf("resync")} />
          <Button>Set the clock</Button>
        </Act>
      </Fold>
      <Fold title="Note who has it" isOpen={sent === "custody"}>
        <Act intent="custody">
          <SelectField name="matter" label="What">
            {custodyMatters.map((matter) => (
              <option key={matter} value={matter}>
                {matterLabels[matter]}
              </option>
            ))}
          </SelectField>
          <TextField
            name="holder"
            type="email"
            label="Who has it"
            hint="Their address in the directory"
            defaultValue={view.me}
            error={errorsOf("custody").holder}
          />
          <TextField name="place" idPrefix="custody-" label="Where it is" error={errorsOf("custody").place} />
          <Button>Note it</Button>
        </Act>
      </Fold>
      <Fold title="Set when it is to be replaced" isOpen={sent === "replacement"}>
        <Act intent="replacement">
          <TextField
            name="replaceBy"
            type="date"
            label="Replace by"
            hint="Empty where nobody knows"
            defaultValue={view.token.replaceBy ?? ""}
            error={errorsOf("replacement").replaceBy}
          />
          <Button>Set the day</Button>
        </Act>
      </Fold>
      <Card title="Take it out of use">
        <div className="stack">
          {holder && (
            <Confirm
              label="Take it back"
              look="normal"
              consequence={`It stops being a factor of ${holder.displayName} at once, and all their sessions end. It goes back into the stock.`}
            >
              <Act intent="unassign">
                <TextField
                  name="place"
                  idPrefix="unassign-"
                  label="Where it is now"
                  error={errorsOf("unassign").place}
                />
                <Button>Take it back</Button>
              </Act>
            </Confirm>
          )}
          <Confirm
            label="Revoke"
            consequence="It counts for nothing from now on, and its seed is deleted. This cannot be undone."
          >
            <Act intent="revoke">
              <SelectField name="revocation" label="Why">
                {revocations.map((reason) => (
                  <option key={reason} value={reason}>
                    {revocationLabels[reason]}
                  </option>
                ))}
              </SelectField>
              <Button look="danger">Revoke it for good</Button>
            </Act>
          </Confirm>
        </div>
      </Card>
    </>
  );
}

function Act({ intent, children }: { intent: string; children: ReactNode }) {
  return (
    <Form method="post" noValidate className="stack">
      <input type="hidden" name="intent" value={intent} />
      {children}
    </Form>
  );
}

function Fold({ title, isOpen, children }: { title: string; isOpen: boolean; children: ReactNode }) {
  return (
    <details className="card fold" open={isOpen}>
      <summary>{title}</summary>
      <div className="body stack">{children}</div>
    </details>
  );
}

import { Form } from "@remix-run/react";
import { type DirectoryKind, kindTexts } from "#app/directory/directory-kind.ts";
import { Button } from "./button.tsx";
import { Confirm } from "./confirm.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { type FieldErrors, TextField } from "./field.tsx";

type Props = {
  entry: { kind: DirectoryKind; name: string; externalId: string | null; disabledAt: string | null };
  errors: FieldErrors;
};

/** Renames an entry of the directory, disables it or enables it again; closed until it is needed. */
export function EditObject({ entry, errors }: Props) {
  return (
    <details className="card fold" open={errors.name !== undefined || errors.externalId !== undefined}>
      <summary>Edit or disable</summary>
      <Form method="post" className="body" noValidate>
        <ErrorSummary errors={errors} />
        <TextField name="name" label="Name" error={errors.name} defaultValue={entry.name} />
        <TextField
          name="externalId"
          label="External id"
          error={errors.externalId}
          defaultValue={entry.externalId ?? ""}
        />
        <Button look="primary" name="intent" value="save">
          Save
        </Button>
      </Form>
      <div className="body">
        {entry.disabledAt ? (
          <Form method="post">
            <Button name="intent" value="enable">
              Enable
            </Button>
          </Form>
        ) : (
          <Confirm label="Disable" consequence={kindTexts[entry.kind].disabling}>
            <Form method="post">
              <Button look="danger" name="intent" value="disable">
                Disable
              </Button>
            </Form>
          </Confirm>
        )}
      </div>
    </details>
  );
}

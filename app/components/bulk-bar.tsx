import { Form } from "@remix-run/react";
import { type BulkAction, bulkLabels } from "#app/register/bulk.ts";
import { Button } from "./button.tsx";

/** The form that the boxes of the table belong to; they may stand anywhere on the page. */
export const bulkForm = "bulk";

/** What can be done with the ticked records. Nothing is done before the next page has said with which of them it can be. */
export function BulkBar({ actions }: { actions: readonly BulkAction[] }) {
  return (
    <Form
      method="get"
      action="/exceptions/bulk"
      id={bulkForm}
      className="bulk-bar off-phone"
      aria-label="Ticked records"
    >
      <span className="small muted">With the ticked records:</span>
      {actions.map((action) => (
        <Button key={action} isSmall name="action" value={action}>
          {bulkLabels[action]}
        </Button>
      ))}
    </Form>
  );
}

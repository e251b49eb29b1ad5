import { Form } from "@remix-run/react";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useState } from "react";
import { type Column, columnLabels, inOrder, moved } from "#app/register/columns.ts";
import { pageSizes } from "#app/register/list-settings.ts";
import { Button } from "./button.tsx";
import { SelectField } from "./field.tsx";
import { FieldSet } from "./field-set.tsx";

type Props = {
  /** The columns that are shown, in their order. */
  shown: readonly Column[];
  pageSize: number;
  /** The address of the list to go back to. */
  to: string;
};

/**
 * Which columns the register shows, in which order, and how many rows. Without scripts each arrow sends the form, and
 * a page of its own comes back with the column moved.
 */
export function ColumnChooser({ shown, pageSize, to }: Props) {
  const [order, setOrder] = useState(inOrder(shown));
  return (
    <Form method="post" action="/exceptions/columns" className="stack">
      <input type="hidden" name="to" value={to} />
      <input type="hidden" name="order" value={order.join(",")} />
      <FieldSet name="columns" legend="Columns" hint="Title, id and category always stand first.">
        <ol className="column-order">
          {order.map((column, index) => (
            <li key={column}>
              <label>
                <input type="checkbox" name="shown" value={column} defaultChecked={shown.includes(column)} />{" "}
                {columnLabels[column]}
              </label>
              <span className="push">
                <Mover column={column} by={-1} isOff={index === 0} move={() => setOrder(moved(order, column, -1))} />
                <Mover
                  column={column}
                  by={1}
                  isOff={index === order.length - 1}
                  move={() => setOrder(moved(order, column, 1))}
                />
              </span>
            </li>
          ))}
        </ol>
      </FieldSet>
      <SelectField name="page_size" label="Rows on a page" defaultValue={pageSize}>
        {pageSizes.map((size) => (
          <option key={size}>{size}</option>
        ))}
      </SelectField>
      <Button look="primary">Save the layout</Button>
    </Form>
  );
}

type MoverProps = { column: Column; by: -1 | 1; isOff: boolean; move: () => void };

function Mover({ column, by, isOff, move }: MoverProps) {
  const Icon = by === -1 ? ArrowUp : ArrowDown;
  return (
    <button
      className="btn plain icon small"
      type="submit"
      name="move"
      value={`${column}.${by === -1 ? "up" : "down"}`}
      aria-disabled={isOff || undefined}
      onClick={(event) => {
        event.preventDefault();
        move();
      }}
    >
      <Icon aria-hidden="true" />
      <span className="sr">
        {columnLabels[column]}: {by === -1 ? "up" : "down"}
      </span>
    </button>
  );
}

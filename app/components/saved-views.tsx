import { Form, Link } from "@remix-run/react";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type Column, withColumns } from "#app/register/columns.ts";
import { addressOf, type SavedView } from "#app/register/saved-view.ts";
import { views as builtIn, viewLabels } from "#app/register/views.ts";
import { Button } from "./button.tsx";
import { Confirm } from "./confirm.tsx";
import { type FieldErrors, SelectField, TextField } from "./field.tsx";
import { TableBox } from "./table-box.tsx";

type SaveProps = {
  /** The filters to keep, as they stand in an address; with columns where the address has its own. */
  query: string;
  /** The columns that are shown. */
  shown: readonly Column[];
  mayShare: boolean;
  errors?: FieldErrors | undefined;
};

/** Keeps filters under a name. */
export function SaveView({ query, shown, mayShare, errors = {} }: SaveProps) {
  const filters = withColumns(query, null);
  return (
    <Form method="post" action="/exceptions/views" className="stack" noValidate>
      <input type="hidden" name="intent" value="save" />
      <input type="hidden" name="query" value={filters} />
      <input type="hidden" name="columns" value={shown.join(",")} />
      <TextField
        name="name"
        idPrefix="new-"
        label="Name"
        maxLength={60}
        hint={filters === "" ? "No filter is on: it would show all records." : undefined}
        error={errors.name}
      />
      <div className="ticks">
        <label>
          <input type="checkbox" name="with_columns" defaultChecked={filters !== query} /> With these columns
        </label>
        {mayShare && (
          <label>
            <input type="checkbox" name="shared" /> For everybody
          </label>
        )}
      </div>
      <Button look="primary">Save the view</Button>
    </Form>
  );
}

/** What the register opens with. */
export function DefaultView({ saved, chosen }: { saved: readonly SavedView[]; chosen: string | null }) {
  return (
    <Form method="post" action="/exceptions/views" className="stack">
      <input type="hidden" name="intent" value="default" />
      <SelectField name="view" label="View" hint="A link with filters comes before it." defaultValue={chosen ?? "all"}>
        {builtIn.map((view) => (
          <option key={view} value={view}>
            {viewLabels[view]}
          </option>
        ))}
        {saved.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <Button>Remember</Button>
    </Form>
  );
}

type TableProps = {
  label: string;
  views: readonly SavedView[];
  mayChange: boolean;
  nameError: string | undefined;
};

/** Views in their order, with what can be done to each. */
export function SavedViewTable({ label, views, mayChange, nameError }: TableProps) {
  return (
    <TableBox label={label}>
      <table className="dense">
        <caption className="sr">{label}</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            {mayChange && <th scope="col">Change</th>}
          </tr>
        </thead>
        <tbody>
          {views.map((view, index) => (
            <tr key={view.id}>
              <th scope="row">
                <Link to={addressOf(view)}>{view.name}</Link>
              </th>
              {mayChange && (
                <td>
                  <div className="row">
                    <Mover view={view} way="up" isOff={index === 0} />
                    <Mover view={view} way="down" isOff={index === views.length - 1} />
                    <Rename view={view} error={nameError} />
                    <Remove view={view} />
                  </div>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

function Mover({ view, way, isOff }: { view: SavedView; way: "up" | "down"; isOff: boolean }) {
  const Icon = way === "up" ? ArrowUp : ArrowDown;
  return (
    <Form method="post" action="/exceptions/views">
      <input type="hidden" name="id" value={view.id} />
      <button
        className="btn plain icon small"
        type="submit"
        name="intent"
        value={way}
        aria-disabled={isOff || undefined}
      >
        <Icon aria-hidden="true" />
        <span className="sr">
          {view.name}: {way}
        </span>
      </button>
    </Form>
  );
}

function Rename({ view, error }: { view: SavedView; error: string | undefined }) {
  return (
    <Confirm label="Rename" look="normal" consequence={`“${view.name}” keeps its filters and its address.`}>
      <Form method="post" action="/exceptions/views" className="stack" noValidate>
        <input type="hidden" name="intent" value="rename" />
        <input type="hidden" name="id" value={view.id} />
        <TextField name="name" idPrefix={`${view.id}-`} label="New name" defaultValue={view.name} error={error} />
        <Button>Rename</Button>
      </Form>
    </Confirm>
  );
}

function Remove({ view }: { view: SavedView }) {
  const whose = view.ownerId === null ? "everybody" : "you";
  return (
    <Confirm label="Remove" consequence={`“${view.name}” goes for ${whose}. No record changes.`}>
      <Form method="post" action="/exceptions/views">
        <input type="hidden" name="id" value={view.id} />
        <Button look="danger" name="intent" value="remove">
          Remove it
        </Button>
      </Form>
    </Confirm>
  );
}

import { Form, Link } from "@remix-run/react";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { TextField } from "./field.tsx";

type Named = { id: string; name: string };
type Props = {
  kind: "group" | "role";
  belongings: readonly Named[];
  /** What a form offers; null for those who may only look. */
  known: readonly Named[] | null;
};

const texts = {
  group: { title: "Groups", path: "groups", none: "In no group.", join: "Add to group", leave: "Take out of" },
  role: { title: "Directory roles", path: "roles", none: "No role.", join: "Give role", leave: "Take away" },
} as const;

/** The groups or directory roles of somebody, each of which they can leave, and one more that they can join. */
export function Belongings({ kind, belongings, known }: Props) {
  const { title, path, none, join, leave } = texts[kind];
  return (
    <Card title={title}>
      {belongings.length === 0 && <p className="small muted mb-3">{none}</p>}
      <ul className="stack mb-3">
        {belongings.map(({ id, name }) => (
          <li key={id} className="row small">
            <Link to={`/directory/${path}/${encodeURIComponent(id)}`}>{name}</Link>
            {known && (
              <Form method="post" className="push">
                <input type="hidden" name="kind" value={kind} />
                <input type="hidden" name="objectId" value={id} />
                <Button isSmall name="intent" value="leave">
                  <span className="sr">{leave} </span>
                  <span aria-hidden="true">Remove</span>
                  <span className="sr"> {name}</span>
                </Button>
              </Form>
            )}
          </li>
        ))}
      </ul>
      {known && known.length > 0 && (
        <Form method="post">
          <input type="hidden" name="kind" value={kind} />
          <TextField
            name="objectId"
            idPrefix={`${kind}-`}
            label={`${kind === "group" ? "Group" : "Role"} by its id`}
            list={`known-${path}`}
          />
          <datalist id={`known-${path}`}>
            {known.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </datalist>
          <Button isSmall name="intent" value="join">
            {join}
          </Button>
        </Form>
      )}
    </Card>
  );
}

import { Form } from "@remix-run/react";
import { Eye, EyeOff } from "lucide-react";
import type { Watchers } from "#app/register/watch.server.ts";
import { Avatar } from "./avatar.tsx";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";

type Props = { watchers: Watchers; mayWatch: boolean };

/** Who is told of every decision and comment, and a button to be one of them. */
export function RecordWatchers({ watchers: { natural, others, isWatching }, mayWatch }: Props) {
  return (
    <Card title="Watchers" aside={natural.length + others.length}>
      <div className="stack">
        <p className="hint">They are told by mail of every change of state and every comment.</p>
        <ul>
          {natural.map((name) => (
            <Watcher key={name} name={name} detail="it is theirs" />
          ))}
          {others.map((name) => (
            <Watcher key={name} name={name} detail="asked to be told" />
          ))}
        </ul>
        {mayWatch && isWatching !== null && (
          <Form method="post">
            <Button isSmall name="intent" value={isWatching ? "unwatch" : "watch"}>
              {isWatching ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}{" "}
              {isWatching ? "Stop watching" : "Watch"}
            </Button>
          </Form>
        )}
      </div>
    </Card>
  );
}

function Watcher({ name, detail }: { name: string; detail: string }) {
  return (
    <li className="person">
      <Avatar name={name} />
      <span className="small">
        {name}
        <span className="two">{detail}</span>
      </span>
    </li>
  );
}

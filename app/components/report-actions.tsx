import { Form } from "@remix-run/react";
import { Button, LinkButton } from "./button.tsx";
import { Card } from "./card.tsx";
import { Confirm } from "./confirm.tsx";

type Props = { report: { id: string; name: string; isOn: boolean }; readers: number };

/** What an admin can do with a report. */
export function ReportActions({ report: { id, name, isOn }, readers }: Props) {
  return (
    <Card title="Do">
      <div className="stack">
        <LinkButton to={`/reports/${id}/edit`}>Change</LinkButton>
        {readers > 0 && (
          <Confirm
            label="Send now"
            look="normal"
            consequence={`It goes to ${readers === 1 ? "1 reader" : `${readers} readers`}, about the last period that is over.`}
          >
            <Form method="post">
              <Button look="primary" isSmall name="intent" value="send">
                Send it now
              </Button>
            </Form>
          </Confirm>
        )}
        <Form method="post">
          <Button name="intent" value={isOn ? "off" : "on"}>
            {isOn ? "Turn off" : "Turn on"}
          </Button>
        </Form>
        <Confirm label="Remove" consequence={`${name} is sent no more. What it sent stays.`}>
          <Form method="post">
            <Button look="danger" isSmall name="intent" value="remove">
              Remove it
            </Button>
          </Form>
        </Confirm>
      </div>
    </Card>
  );
}

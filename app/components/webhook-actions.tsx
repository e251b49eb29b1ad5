import { Form } from "@remix-run/react";
import type { ShownEndpoint } from "#app/webhooks/endpoint-view.server.ts";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { Confirm } from "./confirm.tsx";
import { type FieldErrors, TextField } from "./field.tsx";

type Props = { webhook: ShownEndpoint; now: string; errors: FieldErrors };

/** What an admin can do with a receiver. */
export function WebhookActions({ webhook, now, errors }: Props) {
  const { isEnabled, format, description } = webhook;
  return (
    <>
      <Card title="Send">
        <div className="stack">
          <Form method="post">
            {isEnabled ? (
              <Button name="intent" value="test">
                Send a test
              </Button>
            ) : (
              <Button look="primary" name="intent" value="enable">
                Enable
              </Button>
            )}
          </Form>
          {!isEnabled && (
            <p className="hint">What happened while it was disabled is not told; what waited then is sent.</p>
          )}
          {isEnabled && (
            <Form method="post" noValidate>
              <TextField
                name="since"
                type="date"
                label="What failed since"
                hint="It is sent once more, with the same ids."
                defaultValue={now.slice(0, 10)}
                error={errors.since}
              />
              <Button name="intent" value="replay">
                Send once more
              </Button>
            </Form>
          )}
        </div>
      </Card>
      {format === "standard" && (
        <Card title="Another secret">
          <Form method="post" noValidate>
            <TextField
              name="overlapHours"
              type="number"
              min={0}
              max={168}
              label="Hours that the old one still counts"
              hint="Messages are signed with both meanwhile, so the receiver can be changed in peace. 0 where it may have leaked."
              defaultValue={24}
              error={errors.overlapHours}
            />
            <Button name="intent" value="rotate">
              Make another secret
            </Button>
          </Form>
        </Card>
      )}
      <Card title="Stop">
        <div className="stack">
          {isEnabled && (
            <Form method="post">
              <Button name="intent" value="disable">
                Disable
              </Button>
            </Form>
          )}
          <Confirm
            label="Remove"
            consequence={`${description} is told nothing more, and its address and secret are deleted. Its delivery log stays for 30 days.`}
          >
            <Form method="post">
              <Button look="danger" isSmall name="intent" value="remove">
                Remove it
              </Button>
            </Form>
          </Confirm>
        </div>
      </Card>
    </>
  );
}

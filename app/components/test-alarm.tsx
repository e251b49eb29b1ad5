import { Form } from "@remix-run/react";
import { Bell } from "lucide-react";
import { Button } from "./button.tsx";

/** Sends whoever watches a test of the alarm; the use log says that it was sent. */
export function TestAlarm() {
  return (
    <Form method="post" action="/break-glass/uses?index">
      <Button>
        <Bell aria-hidden="true" /> Test the alarm
      </Button>
    </Form>
  );
}

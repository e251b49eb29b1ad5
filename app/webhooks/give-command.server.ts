import type { z } from "zod";
import { type Changing, rotateSecret } from "./change-endpoint.server.ts";
import type { WebhookCommandForm } from "./endpoint-form.ts";
import { disableByHand, enable, remove, replay, sendTest } from "./steer-endpoint.server.ts";

/** What is to be said once a command was given, and a secret that is shown this once. */
export type Given = { done: string | null; secret: string | null };

/** Gives the command of a form. */
export async function giveCommand(
  changing: Changing,
  id: string,
  form: z.output<typeof WebhookCommandForm>,
): Promise<Given> {
  switch (form.intent) {
    case "enable":
      await enable(changing, id);
      return { done: "It is told again what happens from now on.", secret: null };
    case "disable":
      await disableByHand(changing, id);
      return { done: "Nothing more is sent to it.", secret: null };
    case "test":
      await sendTest(changing, id);
      return { done: "The test leaves within seconds. Load the page again to see what came of it.", secret: null };
    case "remove":
      await remove(changing, id);
      return { done: "It was removed, with its address and secret.", secret: null };
    case "rotate": {
      const secret = await rotateSecret(changing, id, form.overlapHours);
      return { done: null, secret };
    }
    case "replay": {
      const messages = await replay(changing, id, { since: `${form.since}T00:00:00.000Z` });
      return {
        done: messages === 1 ? "1 message is sent once more." : `${messages} messages are sent once more.`,
        secret: null,
      };
    }
    default:
      return form satisfies never;
  }
}

import { createTransport } from "nodemailer";
import type { Env } from "#app/env.server.ts";
import { isAddress, type Mailer, type OutgoingMail, onTheWire, withoutAddress } from "./mailer.server.ts";

/** A mail that was kept, with the lines that a mail server would have been given before its parts. */
export type KeptMail = OutgoingMail & { headers: string };

/** Takes mail in place of a mail server and gives it to nobody. */
export type Mailbox = Mailer & {
  /** Returns what came, the newest first. */
  list(): readonly KeptMail[];
  find(id: string): KeptMail | undefined;
};

/** Memory is not for ever; who reads so far back begins the demo anew. */
const mostKept = 2_000;

/** Makes a mailbox that lives as long as the process. */
export function createMailbox(env: Pick<Env, "MAIL_FROM" | "PUBLIC_URL">): Mailbox {
  const kept = new Map<string, KeptMail>();
  const transport = createTransport({ streamTransport: true, buffer: true, newline: "unix" });
  return {
    send: async (mail) => {
      if (!isAddress(mail.to)) return withoutAddress;
      const { message } = await transport.sendMail({ ...onTheWire(mail, env), date: new Date(mail.writtenAt) });
      const [headers = ""] = message.toString().split("\n\n", 1);
      kept.set(mail.id, { ...mail, headers });
      const [oldest] = kept.keys();
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
      return { ok: true, response: "kept in the demo's mailbox" };
    },
    close: () => transport.close(),
    list: () =>
      [...kept.values()].reverse().sort((one, other) => Date.parse(other.writtenAt) - Date.parse(one.writtenAt)),
    find: (id) => kept.get(id),
  };
}

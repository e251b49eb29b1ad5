import { createTransport, type SendMailOptions } from "nodemailer";
import type { Instant } from "#app/engine/types.ts";
import type { Env } from "#app/env.server.ts";
import type { RenderedMail } from "./set-mail.ts";

/** A mail to one address; `id` becomes its Message-ID, so that a mail which leaves twice is seen to be one. */
export type OutgoingMail = RenderedMail & { id: string; to: string /** When it was queued. */; writtenAt: Instant };

/** What the mail server said. A permanent refusal is one of this address, which no later attempt would mend. */
export type SendResult = { ok: true; response: string } | { ok: false; response: string; isPermanent: boolean };

export type Mailer = {
  /** Never rejects: that a server is away is a result. */
  send(mail: OutgoingMail): Promise<SendResult>;
  close(): void;
};

const tenSeconds = 10_000;

/** Makes what sends by the SMTP server of the environment, or null when none is configured. */
export function createMailer(env: Pick<Env, "SMTP_URL" | "MAIL_FROM" | "PUBLIC_URL">): Mailer | null {
  if (env.SMTP_URL === undefined) return null;
  const transport = createTransport({
    url: env.SMTP_URL,
    pool: true,
    maxConnections: 2,
    connectionTimeout: tenSeconds,
    greetingTimeout: tenSeconds,
    socketTimeout: tenSeconds,
  });
  return {
    send: async (mail) => {
      if (!isAddress(mail.to)) return withoutAddress;
      try {
        const { response } = await transport.sendMail(onTheWire(mail, env));
        return { ok: true, response };
      } catch (fault) {
        return {
          ok: false,
          response: fault instanceof Error ? fault.message : String(fault),
          isPermanent: isRefusedAddress(fault),
        };
      }
    },
    close: () => transport.close(),
  };
}

export const withoutAddress: SendResult = { ok: false, response: "this account has no address", isPermanent: true };

/** People are known by an address; accounts that no person has may be known by something else. */
export function isAddress(to: string): boolean {
  return to.includes("@");
}

/** Returns a mail as it goes out, with its headers. */
export function onTheWire(
  { id, to, subject, text, html, attachments = [] }: OutgoingMail,
  env: Pick<Env, "MAIL_FROM" | "PUBLIC_URL">,
): SendMailOptions {
  return {
    from: env.MAIL_FROM,
    // As an object, since a text would be read as a list of addresses.
    to: { name: "", address: to },
    messageId: `<${id}@${new URL(env.PUBLIC_URL).hostname}>`,
    subject,
    text,
    html,
    attachments: attachments.map(({ cid, ...file }) => ({
      ...file,
      ...(cid === null ? {} : { cid, contentDisposition: "inline" as const }),
    })),
    headers: { "Auto-Submitted": "auto-generated" },
  };
}

/** Whether the server refused the recipient for good: 5xx to RCPT TO. A wrong login is 5xx as well, but can be mended. */
function isRefusedAddress(fault: unknown): boolean {
  if (!(fault instanceof Error) || !("responseCode" in fault) || !("command" in fault)) return false;
  return fault.command === "RCPT TO" && Number(fault.responseCode) >= 500;
}

import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** A real SMTP server on loopback that keeps what it is given. */
export type MailServer = {
  url: string;
  /** The messages as they came over the wire, with their recipients. */
  received: { to: string[]; raw: string }[];
  /** What the server answers to the next recipients: an error with an SMTP code, or nothing. */
  refuseWith(code: number | null): void;
  close(): Promise<void>;
};

export async function startMailServer(): Promise<MailServer> {
  const received: MailServer["received"] = [];
  let refusal: number | null = null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onRcptTo: (_address, _session, answer) =>
      refusal === null ? answer() : answer(Object.assign(new Error("refused"), { responseCode: refusal })),
    onData: (stream, session, answer) => {
      const pieces: Buffer[] = [];
      stream.on("data", (piece: Buffer) => pieces.push(piece));
      stream.on("end", () => {
        received.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(pieces).toString(),
        });
        answer();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo; // it listens on a port
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refuseWith: (code) => {
      refusal = code;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

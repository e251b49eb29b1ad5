import type { Mailer } from "#app/mail/mailer.server.ts";

/** Takes every mail and keeps its id, by which whoever gets it twice knows that it is one. */
export function keptMailer(keep: (id: string) => void = () => undefined): { mailer: Mailer } {
  return {
    mailer: {
      send: async ({ id }) => {
        keep(id);
        return { ok: true, response: "250 taken" };
      },
      close: () => undefined,
    },
  };
}

import { type Compose, opensOnly } from "./on-exception.ts";
import { shownInstant } from "./shown-instant.ts";

const twoPeople = "One person replaces the secret and records it; another one attests it. It counts once both have.";

const fromPage = (data: Parameters<Compose>[0], { page }: Parameters<Compose>[1]) => ({
  label: "Open its page",
  url: page(data("path")),
});

/** What people are told of the secrets that they answer for. */
export const rotationContents = {
  custodian_named: (data, links) => ({
    subject: `You are a custodian of ${data("account")}`,
    lead: `${data("author")} named you a custodian of the emergency account ${data("account")}.`,
    facts: [
      ["Stored", data("storage")],
      ["The other custodian", data("other")],
    ],
    link: fromPage(data, links),
    after: "You are told when its secret has to be replaced, when a drill is due, and of every use.",
    footnote: opensOnly,
  }),
  rotation_recorded: (data, links) => ({
    subject: `Attest the rotation of ${data("secret")}`,
    lead: `${data("operator")} recorded that the secret of ${data("secret")} was replaced. Somebody else has to attest it.`,
    facts: [
      ["When", shownInstant(data("rotatedAt"))],
      ["Reference", data("reference")],
    ],
    link: fromPage(data, links),
    after: "Attest only what you saw. Until somebody does, the rotation does not count.",
    footnote: opensOnly,
  }),
  rotation_refused: (data, links) => ({
    subject: `The rotation of ${data("secret")} was not confirmed`,
    lead: `${data("attestor")} refused to attest that ${data("operator")} replaced the secret of ${data("secret")}.`,
    facts: [
      ["Said to be done", shownInstant(data("rotatedAt"))],
      ["Why refused", data("note")],
    ],
    link: fromPage(data, links),
    after: "A finding is open. Replace the secret anew, and find out what happened to the old one.",
    footnote: opensOnly,
  }),
  rotation_due: (data, links) => ({
    subject: `The secret of ${data("secret")} is to be replaced`,
    lead: `The secret of ${data("secret")} is due to be replaced on ${shownInstant(data("dueAt"))}.`,
    facts: [
      ["Exceptions", data("records")],
      ["Waiting", data("waiting")],
    ],
    link: fromPage(data, links),
    after: twoPeople,
    footnote: opensOnly,
  }),
  rotation_due_after_use: (data, links) => ({
    subject: `Replace the secret of ${data("secret")} now: it was used`,
    lead: `${data("secret")} signed in on ${shownInstant(data("dueAt"))}. Its secret has been out of its envelope and has to be replaced at once.`,
    facts: [
      ["Exceptions", data("records")],
      ["Waiting", data("waiting")],
    ],
    link: fromPage(data, links),
    after: twoPeople,
    footnote: opensOnly,
  }),
  rotation_overdue: (data, links) => ({
    subject: `The secret of ${data("secret")} was not replaced in time`,
    lead: `The secret of ${data("secret")} was due to be replaced on ${shownInstant(data("dueAt"))}, and nobody has.`,
    facts: [
      ["Why it was due", data("because") === "use" ? "It was used." : "Its time was over."],
      ["Who answers for it", data("keepers")],
      ["Exceptions", data("records")],
      ["Waiting", data("waiting")],
    ],
    link: fromPage(data, links),
    after: "See to it that it is replaced, or end the exceptions that rest on it.",
    footnote: opensOnly,
  }),
} as const satisfies Record<string, Compose>;

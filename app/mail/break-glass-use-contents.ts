import { type Compose, opensOnly } from "./on-exception.ts";
import { shownInstant } from "./shown-instant.ts";

/** What people are told of how emergency accounts are used, tried out and accounted for. */
export const breakGlassUseContents = {
  break_glass_used: (data, { page }) => ({
    subject: `${data("account")} was used`,
    lead: `Somebody signed in as ${data("account")}, an account that is kept for emergencies. ${data("planned") || "Nothing of the kind was planned or declared: find out now who it was."}`,
    facts: [
      ["When", shownInstant(data("at"))],
      ["From", data("ip")],
      ["Into", data("application")],
      ["With", data("methods")],
      ["Let in by", data("exceptionId") || data("reason")],
      ["Incident", data("incidentId")],
    ],
    link: { label: "Say what it was", url: page(`/break-glass/uses/${data("id")}`) },
    after: data("planned")
      ? "The secret has been out of its envelope: rotate it, by two people."
      : "If nobody can explain it, end its sessions, bar the account and rotate its secret by two people. Then complete the incident.",
    footnote: opensOnly,
  }),
  use_unclassified: (data, { page }) => ({
    subject: `Say what the use of ${data("account")} was`,
    lead: `${data("account")} was used, and nobody has said yet whether that was a drill, a declared emergency or misuse.`,
    facts: [
      ["When", shownInstant(data("at"))],
      ["From", data("ip")],
      ["To be said by", shownInstant(data("dueAt"))],
    ],
    link: { label: "Say what it was", url: page(`/break-glass/uses/${data("id")}`) },
    after: "It stays on the list of open uses until it is classified and closed by two people.",
    footnote: opensOnly,
  }),
  alarm_tested: (data, { page }) => ({
    subject: "A test of the alarm; no account was used",
    lead: `${data("by")} tested whether the alarm reaches you. Tell them that it did, and after how long.`,
    facts: [["Sent", shownInstant(data("at"))]],
    link: { label: "Open the use log", url: page("/break-glass/uses") },
    after: "The alarm of a real use looks like this one, and names the account, the time and the address.",
    footnote: opensOnly,
  }),
  emergency_declared: (data, { page }) => ({
    subject: `${data("id")}: an emergency is declared`,
    lead: `${data("by")} declared an emergency. Until it ends, sign-ins of emergency accounts count as part of it.`,
    facts: [
      ["What", data("title")],
      ["Reference", data("reference")],
      ["Reason", data("reason")],
      ["Ends", shownInstant(data("endsAt"))],
    ],
    link: { label: "Open the incident", url: page(`/break-glass/incidents/${data("id")}`) },
    after: "You are still told of every use. If there is no emergency, end it there.",
    footnote: opensOnly,
  }),
  drill_planned: (data, { page }) => ({
    subject: `A drill of ${data("account")} is planned`,
    lead: `${data("by")} planned a drill. Within its time a sign-in of the account counts as part of it, and opens no incident.`,
    facts: [
      ["From", shownInstant(data("startsAt"))],
      ["To", shownInstant(data("endsAt"))],
      ["Signs in", data("signsIn")],
    ],
    link: { label: "Open the drill", url: page(`/break-glass/drills/${data("id")}`) },
    after: "You are told of the sign-in all the same. When it reaches you, tell those who drill after how long.",
    footnote: opensOnly,
  }),
  drill_due: (data, { page }) => ({
    subject: `The drill of ${data("account")} is due`,
    lead: `${data("account")} has not been drilled in ${data("quarter")}.`,
    facts: [["To be held before", shownInstant(data("dueAt"))]],
    link: { label: "Plan the drill", url: page("/break-glass/drills/new") },
    after: "If it is not held in time, whoever watches over the alarms is told.",
    footnote: opensOnly,
  }),
  drill_overdue: (data, { page }) => ({
    subject: `The drill of ${data("account")} was not held`,
    lead: `The quarter ${data("quarter")} is over, and nobody drilled ${data("account")}: whether it works in an emergency is not known.`,
    facts: [["Should have been held before", shownInstant(data("dueAt"))]],
    link: { label: "Plan the drill", url: page("/break-glass/drills/new") },
    after: "A drill that is held now counts for the quarter that has begun.",
    footnote: opensOnly,
  }),
} as const satisfies Record<string, Compose>;

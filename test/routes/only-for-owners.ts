/**
 * The pages that an owner is shown and an auditor is not, each with the reason. They are forms for changing something, which
 * show nothing that the page of what they are about does not show as well.
 */
export const onlyForOwners: Record<string, string> = {
  "break-glass.accounts.new.tsx": "registers an emergency account; the list shows them all",
  "break-glass.drills.new.tsx": "plans a drill; the list shows them all",
  "break-glass.incidents.new.tsx": "declares an emergency; the list shows them all",
  "directory.import.tsx": "takes people in from a file",
  "directory.users.$id_.pseudonymise.tsx": "takes a name away; the person has a page",
  "directory.users.$id_.reset-mfa.tsx": "resets factors; the person has a page",
  "directory.users.$id_.skip-mfa.tsx": "lets somebody in for a day; the record that comes of it is in the register",
  "exceptions.choices.ts": "offers people and applications to whoever fills in a request",
  "exceptions.new.tsx": "asks for an exception; an auditor asks for none",
  "reports.$id.edit.tsx": "changes a report; the report has a page",
  "reports.new.tsx": "sets a report up; the list shows them all",
  "reviews.campaigns.new.tsx": "begins a campaign; the list shows them all",
  "settings.oath.import.tsx": "takes tokens in from a file, and their seeds with them",
  "settings.single-sign-on.$id.tsx": "adds a provider, as it is walked; one that is there is shown",
  "settings.webhooks.$id.edit.tsx": "changes a webhook, and holds its address; the webhook has a page",
  "settings.webhooks.new.tsx": "adds a webhook; the list shows them all",
};

/** What an auditor may write, by table: their own sign-in, and that they took something away. */
export const ownWrites: Record<string, string> = {
  sessions: "each request of the walk comes with a sign-in of its own",
  tokens: "when a token was last used is noted",
  challenges: "a passkey of theirs is asked for before it is enrolled",
  list_settings: "which columns of the register they look at",
  step_up_returns: "what they were about to send waits for their factor",
  audit_events: "a document that they made, and that they signed out",
  audit_head: "the same",
};

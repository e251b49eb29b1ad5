/** What a mail says, before it becomes text and HTML; plain text throughout, never markup. */
export type MailContent = {
  subject: string;
  /** What has happened, in one or two sentences. */
  lead: string;
  /** Facts as label and value; an empty value leaves the line out. */
  facts: readonly (readonly [label: string, value: string])[];
  /** Lines to be kept as they are, none broken. */
  verbatim?: string;
  /** Other messages that this one carries. */
  items?: readonly MailItem[];
  /** Parts with headings, tables and pictures, of a message that is a whole report. */
  sections?: readonly MailSection[];
  link: { label: string; url: string };
  /** What comes of it if the reader does nothing, as the two halves of a sentence: “If nobody decides by then”, “it ends.” */
  silence?: readonly [unless: string, then: string] | null;
  /** What to know beside it. */
  after: string;
  /** What the link does and does not do. */
  footnote: string;
};

/** A message that goes out with others: what it was about, its facts in a line, and its page. */
export type MailItem = { subject: string; text: string; url: string };

/** A part of a report. What a picture shows stands beside it as a table, and is read out in its place. */
export type MailSection = {
  title: string;
  caption: string | null;
  picture: { /** Names the attachment that it is. */ cid: string; alt: string } | null;
  table: { columns: readonly string[]; rows: readonly (readonly MailCell[])[] } | null;
  text: string | null;
};

export type MailCell = { text: string; url: string | null };

/** Who reads it and where its links lead. */
export type MailSetting = { publicUrl: string; workspace: string; name: string | null };

/** A mail as it is set: what every message has beside its content. */
export type SetMail = MailContent & {
  /** Why its reader gets it. */
  why: string;
  /** Where they choose what is mailed to them; null for who has no account, or none yet. */
  choose: { label: string; url: string } | null;
};

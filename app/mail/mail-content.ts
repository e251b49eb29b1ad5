/** What a mail says, before it becomes text and HTML; plain text throughout, never markup. */
export type MailContent = {
  subject: string;
  /** What has happened, in one or two sentences. */
  lead: string;
  /** Facts as label and value; an empty value leaves the line out. */
  facts: readonly (readonly [label: string, value: string])[];
  link: { label: string; url: string };
  /** What happens if the reader does nothing, or what to know beside it. */
  after: string;
  /** What the link does and does not do. */
  footnote: string;
};

/** Who reads it and where its links lead. */
export type MailSetting = { publicUrl: string; workspace: string; name: string | null };

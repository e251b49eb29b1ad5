import pg from "pg";

type Tuple = readonly (string | null)[];
type Asked = { name: string; text: string; values: unknown[] };

/**
 * A query whose rows are tuples of texts, handed on as they came. pg would look up at every run how each column is read,
 * copy what it knows of the columns, and read how many rows there were; for a few rows that takes as long as reading them.
 */
class TupleQuery extends pg.Query {
  readonly #tuples: Tuple[] = [];

  constructor({ text, ...asked }: Asked, { resolve, reject }: PromiseWithResolvers<readonly Tuple[]>) {
    super(text);
    const callback = (fault: Error | null) => (fault === null ? resolve(this.#tuples) : reject(fault));
    // What its types leave out; given to the constructor, it would be copied property by property.
    Object.assign(this, asked, { callback });
  }

  handleRowDescription(): void {}

  handleCommandComplete(): void {}

  handleDataRow({ fields }: { fields: Tuple }): void {
    this.#tuples.push(fields);
  }
}

/** Returns the rows of a statement that is prepared under its name. @throws what PostgreSQL refuses. */
export function tuplesOf(client: pg.ClientBase, asked: Asked): Promise<readonly Tuple[]> {
  const answer = Promise.withResolvers<readonly Tuple[]>();
  client.query(new TupleQuery(asked, answer));
  return answer.promise;
}

import {
  CompiledQuery,
  type DatabaseConnection,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  type TransactionSettings,
} from "kysely";
import { refuseNul } from "./refuse-nul.ts";

/**
 * SQLite whose transactions take the one write lock when they begin, unless they say that they only read. One that reads
 * before it writes would otherwise be refused, without waiting, if another process has written in between.
 */
export class ImmediateSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(config: SqliteDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): SqliteDriver {
    return new ImmediateSqliteDriver(this.#config);
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  override async acquireConnection(
    ...given: Parameters<SqliteDriver["acquireConnection"]>
  ): Promise<DatabaseConnection> {
    return refuseNul(await super.acquireConnection(...given));
  }

  override async beginTransaction(connection: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    const begin = settings?.accessMode === "read only" ? "begin" : "begin immediate";
    await connection.executeQuery(CompiledQuery.raw(begin));
  }
}

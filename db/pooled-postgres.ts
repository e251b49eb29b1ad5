import { type DatabaseConnection, PostgresDialect, type PostgresDialectConfig, PostgresDriver } from "kysely";
import { refuseNul } from "./refuse-nul.ts";

/** PostgreSQL that is asked for nothing it could not keep. */
export class PooledPostgresDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;

  constructor(config: PostgresDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): PostgresDriver {
    return new GuardedPostgresDriver(this.#config);
  }
}

class GuardedPostgresDriver extends PostgresDriver {
  override async acquireConnection(
    ...given: Parameters<PostgresDriver["acquireConnection"]>
  ): Promise<DatabaseConnection> {
    return refuseNul(await super.acquireConnection(...given));
  }
}

namespace Sidetone.Storage.Tests.Log;

public sealed class PostgresAppendTests() : AppendSuite(() => new PostgresTestStore());

public sealed class PostgresDueTests() : DueSuite(() => new PostgresTestStore());

public sealed class PostgresClosingTests() : ClosingSuite(() => new PostgresTestStore());

public sealed class PostgresRecordTests() : RecordSuite(() => new PostgresTestStore());

public sealed class PostgresModelTests() : ModelSuite(() => new PostgresTestStore(), seeds: 8);

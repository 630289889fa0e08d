namespace Sidetone.Storage.Tests.Log;

public sealed class SqliteAppendTests() : AppendSuite(() => new SqliteTestStore());

public sealed class SqliteDueTests() : DueSuite(() => new SqliteTestStore());

public sealed class SqliteClosingTests() : ClosingSuite(() => new SqliteTestStore());

public sealed class SqliteRecordTests() : RecordSuite(() => new SqliteTestStore());

public sealed class SqliteModelTests() : ModelSuite(() => new SqliteTestStore(), seeds: 40);

using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Bus.Api;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Bus;

/// <summary>Whatever is sent, the answer has the protocol's form, and nothing breaks.</summary>
public sealed class BusFuzzTests
{
    private static readonly string[] s_bodies =
    [
        "{}",
        "",
        "[]",
        "null",
        "{\"Name\":\"\\ud800\"}",
        "{\"\\ud800\":1,\"Name\":\"a\"}",
        """{"Name":"a-bus","EventSourceName":"aws.partner/a/b","Tags":[{"Key":"k","Value":"v"}]}""",
        """{"Name":"a-rule","EventPattern":"{\"source\":[\"a\"]}","State":"ENABLED","Tags":[]}""",
        """{"Name":"a-rule","ScheduleExpression":"rate(1 minute)"}""",
        """{"Rule":"a-rule","Targets":[{"Id":"1","Arn":"arn:aws:sqs:us-east-1:000000000000:q","Input":"{}"}],"Ids":["1"]}""",
        """{"Entries":[{"Source":"a","DetailType":"b","Detail":"{}","Time":1.5,"Resources":["r"],"EventBusName":"default"}]}""",
        """{"ArchiveName":"a","EventSourceArn":"arn:aws:events:us-east-1:000000000000:event-bus/default","RetentionDays":1}""",
        """{"ReplayName":"r","EventSourceArn":"arn:aws:events:us-east-1:000000000000:archive/a","EventStartTime":1,"EventEndTime":2e9,"Destination":{"Arn":"arn:aws:events:us-east-1:000000000000:event-bus/default"}}""",
        """{"Name":"c","AuthorizationType":"BASIC","AuthParameters":{"BasicAuthParameters":{"Username":"u","Password":"p"},"InvocationHttpParameters":{"BodyParameters":[{"Key":"k","Value":"v","IsValueSecret":false}]}}}""",
        """{"Name":"d","ConnectionArn":"arn:aws:events:us-east-1:000000000000:connection/c/0","InvocationEndpoint":"https://a/*","HttpMethod":"POST"}""",
        """{"EventBusName":"default","Action":"events:PutEvents","Principal":"*","StatementId":"s","Policy":"{}","RemoveAllPermissions":true}""",
        """{"ResourceARN":"arn:aws:events:us-east-1:000000000000:event-bus/default","Tags":[{"Key":"a","Value":""}],"TagKeys":["a"]}""",
        """{"EventPattern":"{\"a\":[{\"prefix\":\"x\"}]}","Event":"{\"id\":\"1\",\"account\":\"1\",\"source\":\"s\",\"time\":\"t\",\"region\":\"r\",\"detail-type\":\"d\"}"}""",
        """{"NamePrefix":"a","NextToken":"MXxh","Limit":1,"State":"ENABLED"}""",
    ];

    private static readonly string[] s_pieces =
    [
        "null",
        "true",
        "-1",
        "1e999",
        "0.5",
        "\"\"",
        "[]",
        "{}",
        "\"\\u0000\"",
        "{\"a\":{\"a\":[[[]]]}}",
        "\"é☃\"",
        "\"\\udc00\"",
    ];

    [Fact]
    public async Task Every_answer_is_well_formed()
    {
        await using var server = await RunningServer.StartAsync();
        var operations = server
            .Host.Services.GetRequiredService<BusDesk>()
            .Operations.Append("NoSuchOperation")
            .ToArray();
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var seconds = double.Parse(
            Environment.GetEnvironmentVariable("SIDETONE_FUZZ_SECONDS") ?? "5",
            System.Globalization.CultureInfo.InvariantCulture
        );
        var started = TimeProvider.System.GetTimestamp();
        do
        {
            var operation = operations[random.Next(operations.Length)];
            var body = Mutated(random);
            try
            {
                (await server.CallAsync(operation, body)).WellFormed();
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"Seed {seed}: {operation} {Encoding.UTF8.GetString(body)}", fault);
            }
        } while (TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task All_57_operations_answer()
    {
        await using var server = await RunningServer.StartAsync();
        var operations = server.Host.Services.GetRequiredService<BusDesk>().Operations.ToArray();
        Assert.Equal(57, operations.Distinct().Count());
        foreach (var operation in operations)
        {
            Assert.NotEqual("UnknownOperationException", (await server.CallAsync(operation, "{}")).WellFormed().Code);
        }

        Assert.Equal("UnknownOperationException", (await server.CallAsync("Nothing", "{}")).WellFormed().Code);
        Assert.Equal("SerializationException", (await server.CallAsync("ListRules", "{")).WellFormed().Code);
        Assert.Equal(413, (await server.CallAsync("ListRules", new byte[9 << 20])).WellFormed().Status);
    }

    private static byte[] Mutated(Random random)
    {
        var body = s_bodies[random.Next(s_bodies.Length)];
        for (var i = random.Next(3); i > 0 && body.Length > 2; i--)
        {
            var at = random.Next(body.Length);
            body = random.Next(4) switch
            {
                0 => body.Remove(at, Math.Min(random.Next(1, 4), body.Length - at)),
                1 => body.Insert(at, s_pieces[random.Next(s_pieces.Length)]),
                2 => Swapped(body, random),
                _ => body[..at] + (char)random.Next(1, 0x250) + body[(at + 1)..],
            };
        }

        return Encoding.UTF8.GetBytes(body);
    }

    // Another value in place of one: the JSON stays whole, so that what lies behind the parser is reached.
    private static string Swapped(string body, Random random)
    {
        var colons = Enumerable.Range(0, body.Length - 1).Where(at => body[at] == ':' && body[at + 1] == '"').ToArray();
        if (colons.Length == 0)
        {
            return body;
        }

        var from = colons[random.Next(colons.Length)] + 1;
        var to = body.IndexOf('"', from + 1);
        return to < 0 ? body : body[..from] + s_pieces[random.Next(s_pieces.Length)] + body[(to + 1)..];
    }
}

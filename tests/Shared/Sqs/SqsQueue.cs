using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Sidetone.Tests.Sqs;

/// <summary>A queue: a message that was received stays away until it is deleted.</summary>
internal sealed class SqsQueue(bool isFifo)
{
    private readonly Lock _gate = new();
    private readonly List<SqsMessage> _messages = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private int _received;

    /// <summary>Everything that was sent and not deleted, in order.</summary>
    public IReadOnlyList<SqsMessage> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages];
            }
        }
    }

    public JsonObject Send(JsonNode request)
    {
        var body = (string?)request["MessageBody"] ?? throw new SqsFault("MissingParameter", "There is no body.");
        var attributes = (request["MessageAttributes"] as JsonObject ?? []).ToDictionary(
            entry => entry.Key,
            entry => (string)entry.Value!["StringValue"]!
        );
        var group = (string?)request["MessageGroupId"];
        if (isFifo && group is null)
        {
            throw new SqsFault("MissingParameter", "A FIFO queue needs a MessageGroupId.");
        }

        if (attributes.Values.Any(value => value.Length == 0))
        {
            throw new SqsFault("InvalidParameterValue", "An attribute is empty.");
        }

        var id = Guid.CreateVersion7().ToString();
        lock (_gate)
        {
            if (!isFifo || _seen.Add((string?)request["MessageDeduplicationId"] ?? body))
            {
                _messages.Add(new SqsMessage(id, body, attributes, group));
            }
        }

        var answer = new JsonObject { ["MessageId"] = id, ["MD5OfMessageBody"] = Hex(Encoding.UTF8.GetBytes(body)) };
        if (attributes.Count > 0)
        {
            answer["MD5OfMessageAttributes"] = Hex(Spelled(attributes));
        }

        return answer;
    }

    public JsonObject Receive(int max)
    {
        lock (_gate)
        {
            var taken = _messages.Skip(_received).Take(max).ToArray();
            _received += taken.Length;
            return new JsonObject { [nameof(Messages)] = new JsonArray([.. taken.Select(Shown)]) };
        }
    }

    public JsonObject Delete(string handle)
    {
        lock (_gate)
        {
            _received -= _messages.RemoveAll(message => message.Id == handle);
            return [];
        }
    }

    private static JsonNode Shown(SqsMessage message) =>
        new JsonObject
        {
            ["MessageId"] = message.Id,
            ["ReceiptHandle"] = message.Id,
            ["Body"] = message.Body,
            ["MD5OfBody"] = Hex(Encoding.UTF8.GetBytes(message.Body)),
        };

    /// <summary>Attributes as their checksum is documented: in order of name, each part with its length, all strings.</summary>
    private static byte[] Spelled(Dictionary<string, string> attributes)
    {
        using var spelled = new MemoryStream();
        foreach (var (name, value) in attributes.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            Add(name);
            Add("String");
            spelled.WriteByte(1);
            Add(value);
        }

        return spelled.ToArray();

        void Add(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            spelled.Write(length);
            spelled.Write(bytes);
        }
    }

#pragma warning disable CA5351 // The protocol's own checksum.
    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));
#pragma warning restore CA5351
}

/// <summary>A message in a queue.</summary>
internal sealed record SqsMessage(
    string Id,
    string Body,
    IReadOnlyDictionary<string, string> Attributes,
    string? Group
);

using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Sidetone.Bus.Log;

namespace Sidetone.Bus.Streams;

/// <summary>Writes events as <c>text/event-stream</c> (HTML standard, section 9.2, server-sent events).</summary>
internal sealed class EventStreamWriter(PipeWriter output)
{
    /// <summary>
    /// Says where the stream begins: an id without data is no event, but a client that is cut off before the first event
    /// comes back with it and misses nothing.
    /// </summary>
    public async Task OpenAsync(long position, CancellationToken cancellation)
    {
        Encoding.UTF8.GetBytes($": open\nid: {position.ToString(CultureInfo.InvariantCulture)}\n\n", output);
        await output.FlushAsync(cancellation);
    }

    /// <summary>
    /// A comment, which clients ignore: it shows them and everything in between that the stream lives.
    /// </summary>
    public async Task CommentAsync(string text, CancellationToken cancellation)
    {
        Encoding.UTF8.GetBytes($": {text}\n\n", output);
        await output.FlushAsync(cancellation);
    }

    /// <summary>Events; waits until the client took enough of what was written before.</summary>
    public async Task EventsAsync(IReadOnlyList<LoggedEvent> events, CancellationToken cancellation)
    {
        foreach (var logged in events)
        {
            Write(logged);
            await output.FlushAsync(cancellation);
        }
    }

    private void Write(LoggedEvent logged)
    {
        var id = logged.Position.ToString(CultureInfo.InvariantCulture);
        Encoding.UTF8.GetBytes($"id: {id}\nevent: {OneLine(logged.DetailType)}\n", output);

        // A line break would end the field: each line of the data is a field of its own.
        var rest = logged.Envelope.Span;
        while (true)
        {
            var end = rest.IndexOfAny((byte)'\n', (byte)'\r');
            output.Write("data: "u8);
            output.Write(end < 0 ? rest : rest[..end]);
            output.Write("\n"u8);
            if (end < 0)
            {
                break;
            }

            rest = rest[(end + 1)..];
        }

        output.Write("\n"u8);
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
